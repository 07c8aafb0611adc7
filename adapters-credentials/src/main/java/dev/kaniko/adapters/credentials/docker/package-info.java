/** Credentials from Docker's config file and from the programs that it names. */
package dev.kaniko.adapters.credentials.docker;
