/** Who is trusted, and who we are, host by host. */
package dev.kaniko.adapters.registry.tls;
