/** The use case of {@code executor doctor}: what this machine allows, and what a build would do. */
package dev.kaniko.application.doctor;
