/**
 * The build checks: what is legal in a Dockerfile, but is probably not meant. Spec: <a
 * href="https://docs.docker.com/reference/build-checks/">build checks</a>, whose names and words
 * these are.
 */
package dev.kaniko.domain.check;
