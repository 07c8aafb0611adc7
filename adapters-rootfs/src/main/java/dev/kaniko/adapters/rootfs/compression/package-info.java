/**
 * Layers packed, block by block on several threads. The blocks do not depend on the number of
 * threads, so the bytes are the same on every machine with the same engine.
 */
package dev.kaniko.adapters.rootfs.compression;
