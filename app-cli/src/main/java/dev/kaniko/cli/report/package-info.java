/** What went wrong, for people: a message, and the lines of the Dockerfile it is about. */
package dev.kaniko.cli.report;
