/** Programs the tests run, and servers they start and stop by process id. */
package dev.kaniko.e2e.process;
