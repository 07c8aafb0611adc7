/**
 * The plugin host. What is installed is known from descriptors alone ({@link
 * dev.kaniko.plugin.InstalledPlugins}); classes of a plugin are loaded when a location or a
 * registry that it serves is asked for ({@link dev.kaniko.plugin.LoadedPlugins}), and only then is
 * pf4j started.
 */
package dev.kaniko.plugin;
