/** Layer caches in registries and in image layouts: an image of one layer for each key. */
package dev.kaniko.adapters.registry.cache;
