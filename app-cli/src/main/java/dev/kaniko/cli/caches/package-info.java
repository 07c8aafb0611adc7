/** The commands that fill caches, show what is in them and make room. */
package dev.kaniko.cli.caches;
