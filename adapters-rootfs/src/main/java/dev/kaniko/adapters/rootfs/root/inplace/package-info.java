/**
 * Roots that take turns in one place: the root directory of an ordinary pod, in which nothing can
 * be mounted. A root waits in the work directory and is moved into the pod, mostly by renaming a
 * dozen directories, when a command is to run in it.
 */
package dev.kaniko.adapters.rootfs.root.inplace;
