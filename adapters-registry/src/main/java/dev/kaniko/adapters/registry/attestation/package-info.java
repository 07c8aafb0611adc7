/** Statements about images as JSON: in-toto, SLSA, SPDX. */
package dev.kaniko.adapters.registry.attestation;
