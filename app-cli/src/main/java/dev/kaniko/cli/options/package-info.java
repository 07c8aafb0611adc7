/** What a command line asks for, out of its flags and the environment, checked. */
package dev.kaniko.cli.options;
