/**
 * The text that a user wrote: where a piece of it stands, what is wrong with it, what was probably
 * meant, what counts as a blank, and how it is shown in messages.
 */
package dev.kaniko.domain.source;
