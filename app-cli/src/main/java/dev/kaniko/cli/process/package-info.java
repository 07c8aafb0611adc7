/** What the process gives each of its commands. */
package dev.kaniko.cli.process;
