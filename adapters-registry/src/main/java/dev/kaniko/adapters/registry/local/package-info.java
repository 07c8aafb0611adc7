/** Images that lie in files of this machine: OCI layouts and archives of Docker's. */
package dev.kaniko.adapters.registry.local;
