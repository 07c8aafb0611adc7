/**
 * Host names without the C library's help, for a process that a base image may be unpacked over:
 * the C library would load whatever module the image's {@code /etc/nsswitch.conf} names, and so run
 * the image's code with the builder's rights.
 */
package dev.kaniko.adapters.registry.names;
