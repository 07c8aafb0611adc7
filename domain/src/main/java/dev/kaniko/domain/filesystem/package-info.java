/**
 * What a file system of an image is: byte-exact paths, the nodes at them, trees that can be looked
 * into, and the entries of a layer. Nothing here touches a disk; the adapters' trees do.
 */
package dev.kaniko.domain.filesystem;
