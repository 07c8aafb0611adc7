/** What is to be said about an image, found while it is built. */
package dev.kaniko.application.attestation;
