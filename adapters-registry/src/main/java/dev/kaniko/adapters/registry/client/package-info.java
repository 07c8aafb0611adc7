/**
 * What is asked of a registry: manifests and blobs, read, checked and written. Spec:
 * distribution-spec.
 */
package dev.kaniko.adapters.registry.client;
