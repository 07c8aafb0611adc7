/** Who may talk to a registry. */
package dev.kaniko.ports.credentials;
