/** Tars read and written as streams, entry by entry. */
package dev.kaniko.adapters.rootfs.tar.stream;
