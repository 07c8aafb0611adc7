/**
 * Roots whose owners are recorded and not applied, for an executor without any right: the layers of
 * a base are read, and a copy of the files, all of them the executor's own, is laid into the pod
 * when a command needs them. What the command may do there is what it might do in the image; what
 * it has changed is attributed to the files of the image again.
 */
package dev.kaniko.adapters.rootfs.root.guest;
