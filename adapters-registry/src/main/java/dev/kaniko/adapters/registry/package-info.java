/**
 * Images in registries and in files. {@link dev.kaniko.adapters.registry.Registries} is where a
 * program starts.
 */
package dev.kaniko.adapters.registry;
