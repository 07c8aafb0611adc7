/**
 * Roots as plain directories, where nothing can be mounted. What a command changes is found by
 * comparing the metadata of all files before and after it.
 */
package dev.kaniko.adapters.rootfs.root.directory;
