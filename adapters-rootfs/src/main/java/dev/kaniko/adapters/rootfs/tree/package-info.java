/**
 * Directories of this machine as file trees. Nothing outside the directory is ever read, whatever
 * names and links say.
 */
package dev.kaniko.adapters.rootfs.tree;
