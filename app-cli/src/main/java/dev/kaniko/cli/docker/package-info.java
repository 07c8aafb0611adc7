/** The command line of {@code docker build}, for those who come from there. */
package dev.kaniko.cli.docker;
