/** Images in registries and files: resolved, described, put out. */
package dev.kaniko.ports.registry;
