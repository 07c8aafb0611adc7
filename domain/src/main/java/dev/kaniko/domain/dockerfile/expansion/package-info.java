/**
 * Word expansion: quotes, escapes and variables, as the Dockerfile language has them. Spec: <a
 * href="https://docs.docker.com/reference/dockerfile/#environment-replacement">environment
 * replacement</a>, and for the forms of {@code ${…}} <a
 * href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_06_02">POSIX
 * parameter expansion</a>.
 */
package dev.kaniko.domain.dockerfile.expansion;
