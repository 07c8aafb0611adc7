/** Commands of a Dockerfile: what is run, what it writes, how it ends. */
package dev.kaniko.ports.command;
