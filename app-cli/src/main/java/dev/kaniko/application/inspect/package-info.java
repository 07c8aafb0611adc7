/** Saying what a build would do, without building. */
package dev.kaniko.application.inspect;
