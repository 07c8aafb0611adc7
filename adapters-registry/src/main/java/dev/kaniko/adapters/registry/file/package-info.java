/** Images, and what is told about them, in files of this machine. */
package dev.kaniko.adapters.registry.file;
