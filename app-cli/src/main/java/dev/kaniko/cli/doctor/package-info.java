/** The command that tells whether a build would work here. */
package dev.kaniko.cli.doctor;
