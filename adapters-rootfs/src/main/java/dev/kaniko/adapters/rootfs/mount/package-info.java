/**
 * What RUN --mount gives a command: made ready for kaniko-run to mount, or, in place, put into the
 * root itself and taken out again.
 */
package dev.kaniko.adapters.rootfs.mount;
