/**
 * What tells an image from the one that BuildKit makes of the same folder, one readable line each,
 * and which of those lines are known and accepted.
 */
package dev.kaniko.e2e.difference;
