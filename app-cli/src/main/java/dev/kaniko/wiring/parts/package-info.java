/**
 * What builds and commands are made of alike: plugins, credential helpers, access to registries.
 */
package dev.kaniko.wiring.parts;
