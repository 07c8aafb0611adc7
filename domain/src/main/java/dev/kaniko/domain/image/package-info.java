/**
 * What an image is: digests, descriptors, platforms, references and the image config, with the
 * names and rules of the OCI image specification. JSON is the adapters' business.
 */
package dev.kaniko.domain.image;
