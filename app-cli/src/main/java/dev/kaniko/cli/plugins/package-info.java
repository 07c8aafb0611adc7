/** The command that lists plugins. */
package dev.kaniko.cli.plugins;
