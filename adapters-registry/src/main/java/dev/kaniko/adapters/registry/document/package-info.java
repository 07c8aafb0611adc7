/**
 * Manifests, indexes and image configs as JSON, of both families. Spec: image-spec manifest.md,
 * image-index.md, config.md; Docker's image manifest version 2, schema 2.
 */
package dev.kaniko.adapters.registry.document;
