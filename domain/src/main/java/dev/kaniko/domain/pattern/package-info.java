/**
 * Patterns of file names: Go's filepath.Match, which COPY and ADD use, and the ignore patterns of
 * {@code .dockerignore} and {@code --exclude}. Names and patterns are bytes, one a char, as in
 * {@link dev.kaniko.domain.filesystem.FilePath}; every match takes time in proportion to name ×
 * pattern, whatever the pattern.
 */
package dev.kaniko.domain.pattern;
