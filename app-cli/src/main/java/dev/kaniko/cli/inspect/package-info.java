/** The commands that look at a Dockerfile without building it, and what they print. */
package dev.kaniko.cli.inspect;
