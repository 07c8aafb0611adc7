/** Layers as blobs: made from entries, opened for reading; and archives read into entries. */
package dev.kaniko.ports.layer;
