/** Layers of earlier builds instead of steps: what is looked up, used, and kept. */
package dev.kaniko.application.cache;
