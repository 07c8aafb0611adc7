/** The commands that keep and forget a registry's password. */
package dev.kaniko.cli.login;
