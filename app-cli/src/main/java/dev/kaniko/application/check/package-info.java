/** Checking a Dockerfile by the build checks, and finding all its mistakes before it is built. */
package dev.kaniko.application.check;
