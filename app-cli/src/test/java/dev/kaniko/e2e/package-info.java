/**
 * The end-to-end oracle: what this project builds is compared, image against image, with what
 * Docker's BuildKit builds of the same folder, and is given to other programs to read.
 */
package dev.kaniko.e2e;
