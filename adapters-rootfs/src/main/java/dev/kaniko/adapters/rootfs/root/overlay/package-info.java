/**
 * Roots as overlays: the base image is unpacked once into one directory, every step is a directory
 * of its own on top, and what a command changes is found in the upper directory.
 */
package dev.kaniko.adapters.rootfs.root.overlay;
