/** Base images in an image layout that builds share: what the warmer fills and builds read. */
package dev.kaniko.adapters.registry.base;
