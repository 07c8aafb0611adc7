/** Builds whose registry fails in the middle, or wants other credentials than before. */
package dev.kaniko.e2e.faults;
