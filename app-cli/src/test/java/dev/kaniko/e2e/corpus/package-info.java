/** The corpus: a folder a case. */
package dev.kaniko.e2e.corpus;
