/**
 * Linux system calls through the foreign-function API. Files are held by descriptor, so that a name
 * changed meanwhile changes nothing, and names are bytes, one a char (ISO-8859-1).
 *
 * <p>Whoever opens a handle closes it. Failures are {@link ErrnoException}s that say what was tried
 * on which file.
 */
package dev.kaniko.adapters.rootfs.linux;
