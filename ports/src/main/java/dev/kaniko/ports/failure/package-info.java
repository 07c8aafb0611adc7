/**
 * Everything that can stop a build. A failure is made where its cause is known and carries its
 * subject; the command line alone decides the exit code and how it is shown.
 */
package dev.kaniko.ports.failure;
