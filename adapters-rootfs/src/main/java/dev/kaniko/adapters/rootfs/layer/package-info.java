/** Layers written into blobs and read from them; archives opened for ADD. */
package dev.kaniko.adapters.rootfs.layer;
