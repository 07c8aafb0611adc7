/** What identifies the layer of a step, so that it can be used again. */
package dev.kaniko.domain.cache;
