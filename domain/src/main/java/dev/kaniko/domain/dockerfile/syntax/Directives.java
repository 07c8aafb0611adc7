package dev.kaniko.domain.dockerfile.syntax;

import java.util.Optional;

/**
 * What the parser directives of a Dockerfile say.
 *
 * @param escape {@code \} unless the file says {@code `}: it continues lines and escapes in words
 * @param check the options of build checks, as written
 */
public record Directives(char escape, Optional<Directive> check) {}
