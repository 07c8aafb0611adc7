/** What containers that the executor builds in do to a build, and a build to them. */
package dev.kaniko.e2e.inplace;
