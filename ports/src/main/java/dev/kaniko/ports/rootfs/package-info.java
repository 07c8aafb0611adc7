/** The file system of a stage and the commands that run in it. */
package dev.kaniko.ports.rootfs;
