/** The headers of tars: blocks, numbers, extended headers, and what they say of an entry. */
package dev.kaniko.adapters.rootfs.tar.header;
