/** What the kernel lets this process do, for {@code executor doctor}. */
package dev.kaniko.adapters.rootfs.diagnosis;
