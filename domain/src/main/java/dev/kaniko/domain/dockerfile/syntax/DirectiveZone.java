package dev.kaniko.domain.dockerfile.syntax;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the directives at the top of a file. The first line that is not one ends them, be it blank,
 * another comment, or a directive that nobody knows.
 */
final class DirectiveZone {
  private final Set<String> seen = new HashSet<>();
  private Directives directives;
  private boolean open;

  private DirectiveZone(Directives directives, boolean open) {
    this.directives = directives;
    this.open = open;
  }

  static DirectiveZone ofFile() {
    return new DirectiveZone(new Directives('\\', Optional.empty()), true);
  }

  /** For a text that cannot have directives. */
  static DirectiveZone closed(char escape) {
    return new DirectiveZone(new Directives(escape, Optional.empty()), false);
  }

  /**
   * Takes the file's next line; gives what is wrong with it, if it is a directive that is wrong.
   */
  Optional<String> read(PhysicalLine line) {
    if (!open) {
      return Optional.empty();
    }
    Optional<Directive> directive = Directive.parse(line);
    open = directive.isPresent();
    return directive.flatMap(this::take);
  }

  Directives directives() {
    return directives;
  }

  private Optional<String> take(Directive directive) {
    if (!seen.add(directive.name())) {
      return Optional.of("only one " + directive.name() + " parser directive can be used");
    }
    return switch (directive.name()) {
      case "escape" -> takeEscape(directive.value());
      case "check" -> {
        directives = new Directives(directives.escape(), Optional.of(directive));
        yield Optional.empty();
      }
      default -> Optional.empty();
    };
  }

  private Optional<String> takeEscape(String value) {
    if (!value.equals("\\") && !value.equals("`")) {
      return Optional.of("invalid escape token '" + value + "' does not match ` or \\");
    }
    directives = new Directives(value.charAt(0), directives.check());
    return Optional.empty();
  }
}
