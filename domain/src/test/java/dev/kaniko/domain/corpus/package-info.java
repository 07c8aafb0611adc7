/** How the tests' corpora and tables are written, read and shown. */
package dev.kaniko.domain.corpus;
