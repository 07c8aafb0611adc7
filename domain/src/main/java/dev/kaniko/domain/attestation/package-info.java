/** What is said about an image beside it: how it was built, and which packages are in it. */
package dev.kaniko.domain.attestation;
