/** Makes the adapters of a build, and lets it run. */
package dev.kaniko.wiring.build;
