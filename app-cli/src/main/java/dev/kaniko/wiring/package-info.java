/** The composition root: chooses the adapters, makes them, and lets a use case run. */
package dev.kaniko.wiring;
