/** Credentials that variables of the environment hold. */
package dev.kaniko.adapters.credentials.environment;
