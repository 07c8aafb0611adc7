/**
 * Reads images as a registry holds them, into values that can be compared. It shares no code with
 * the product: a mistake made on both sides would hide itself.
 *
 * <p>Names of files are bytes, one a char (ISO-8859-1).
 */
package dev.kaniko.e2e.image;
