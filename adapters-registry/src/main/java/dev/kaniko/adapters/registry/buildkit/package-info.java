/**
 * A build's cache in one piece, in the form that BuildKit has for it: in a registry, in an image
 * layout, in the image itself. Spec: BuildKit's documentation of its cache backends, and what it
 * writes.
 */
package dev.kaniko.adapters.registry.buildkit;
