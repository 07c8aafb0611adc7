/** Finds out where the process runs, and how it can run commands there. */
package dev.kaniko.wiring.isolation;
