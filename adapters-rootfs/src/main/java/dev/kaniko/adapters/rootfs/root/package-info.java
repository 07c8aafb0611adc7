/**
 * What the root file systems of stages are made of, however they are kept: the work directory, the
 * images unpacked into it, and changes as the entries of a layer.
 */
package dev.kaniko.adapters.rootfs.root;
