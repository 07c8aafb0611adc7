/**
 * Proves to registries who we are. Spec: RFC 9110 section 11, the Docker registry's token
 * authentication.
 */
package dev.kaniko.adapters.registry.auth;
