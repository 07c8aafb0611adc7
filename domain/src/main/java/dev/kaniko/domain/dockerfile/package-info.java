/** A Dockerfile as a whole: its directives, its global arguments, its stages. */
package dev.kaniko.domain.dockerfile;
