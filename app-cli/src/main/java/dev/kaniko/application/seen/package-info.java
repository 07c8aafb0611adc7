/** What steps have seen of the files below them, so that they need not be there the next time. */
package dev.kaniko.application.seen;
