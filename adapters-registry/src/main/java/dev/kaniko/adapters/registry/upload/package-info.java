/** Blobs on their way to a registry, by the cheapest way that works, a few at a time. */
package dev.kaniko.adapters.registry.upload;
