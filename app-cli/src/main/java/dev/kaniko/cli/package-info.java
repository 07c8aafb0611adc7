/** The command line: kaniko's flags, what is printed, and which exit code a build ends with. */
package dev.kaniko.cli;
