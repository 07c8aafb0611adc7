/**
 * Tars, layers and entries written into directories of this machine. Nothing outside the directory
 * is ever written, whatever names and links say.
 */
package dev.kaniko.adapters.rootfs.tree.write;
