/** Which entries of a cache make room for others. */
package dev.kaniko.application.prune;
