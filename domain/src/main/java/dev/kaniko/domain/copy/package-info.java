/**
 * COPY, ADD and WORKDIR as plans: which entries a layer gets, worked out by looking at trees and
 * without writing a file. The rules are BuildKit's, see the <a
 * href="https://docs.docker.com/reference/dockerfile/#copy">Dockerfile reference</a>.
 */
package dev.kaniko.domain.copy;
