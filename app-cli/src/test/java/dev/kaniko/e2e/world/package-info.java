/**
 * What builds need around them: a registry, Docker's engine and base images, started once for all
 * tests of a JVM.
 */
package dev.kaniko.e2e.world;
