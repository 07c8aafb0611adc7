/**
 * Repositories over ssh: in Java, with the keys, agents and known hosts that ssh itself would use.
 */
package dev.kaniko.plugins.git.ssh;
