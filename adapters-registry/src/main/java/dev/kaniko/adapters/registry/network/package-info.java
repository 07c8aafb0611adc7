/** Where requests may go: hosts, schemes, proxies, and the places that a registry names. */
package dev.kaniko.adapters.registry.network;
