/** What {@code --cache-from} and {@code --cache-to} say, in BuildKit's words. */
package dev.kaniko.cli.buildkit;
