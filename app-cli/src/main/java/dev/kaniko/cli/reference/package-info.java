/** What shells and readers of manuals are told of the command line. */
package dev.kaniko.cli.reference;
