/**
 * HTTP as registries need it: streams both ways that notice silence, redirects that carry no
 * credentials away, retries, and failures that say what to do.
 */
package dev.kaniko.adapters.registry.http;
