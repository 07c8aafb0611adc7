/** The small notations inside instructions: booleans, durations, ports, signals. */
package dev.kaniko.domain.dockerfile.value;
