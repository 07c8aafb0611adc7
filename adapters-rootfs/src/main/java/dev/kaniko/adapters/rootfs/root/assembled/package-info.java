/**
 * Roots that are never on a disk as files: the layers of a base are read, not unpacked, so that
 * owners, modes and devices are right without any right to make them. No command can run in them.
 */
package dev.kaniko.adapters.rootfs.root.assembled;
