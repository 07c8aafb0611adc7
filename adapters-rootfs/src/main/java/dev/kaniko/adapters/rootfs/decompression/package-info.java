/** Streams unpacked: gzip, bzip2, xz and zstd, told apart by their first bytes, within limits. */
package dev.kaniko.adapters.rootfs.decompression;
