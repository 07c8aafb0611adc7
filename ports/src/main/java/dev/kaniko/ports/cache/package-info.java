/** Layers of earlier builds, kept for later ones. */
package dev.kaniko.ports.cache;
