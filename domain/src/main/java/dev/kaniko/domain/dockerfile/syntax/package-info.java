/**
 * From bytes to logical lines: physical lines, parser directives, continuations, comments, flags
 * and heredocs, and the ways in which an instruction's arguments are split. Nothing here knows what
 * an instruction means. Spec: <a
 * href="https://docs.docker.com/reference/dockerfile/#format">Dockerfile reference, format</a>.
 */
package dev.kaniko.domain.dockerfile.syntax;
