package dev.kaniko.domain.dockerfile.expansion;

import java.util.Optional;

/** Reads what follows a dollar sign, and gives what it stands for. */
final class Substitution {
  private final CodePoints source;
  private final Lexer lexer;
  private final Variables variables;
  private final LexicalRules rules;

  Substitution(CodePoints source, Lexer lexer, Variables variables, LexicalRules rules) {
    this.source = source;
    this.lexer = lexer;
    this.variables = variables;
    this.rules = rules;
  }

  /** Reads from the dollar sign on. One that no name follows stands for itself. */
  String read() {
    source.next();
    if (source.peek() == '{') {
      source.next();
      return braced();
    }
    String name = name();
    return name.isEmpty() ? "$" : value(name, "$" + name);
  }

  private String braced() {
    switch (source.peek()) {
      case CodePoints.END -> throw missingBrace();
      case '{', '}', ':' -> throw new ExpansionException("syntax error: bad substitution");
      default -> {}
    }
    String name = name();
    int modifier = source.next();
    return switch (modifier) {
      case CodePoints.END -> throw missingBrace();
      case '}' -> value(name, "${" + name + "}");
      case ':' -> alternative(name, source.next(), true);
      case '-', '+', '?' -> alternative(name, modifier, false);
      case '#', '%' -> trimmed(name, modifier);
      case '/' -> replaced(name);
      default -> throw unsupported(Character.toString(modifier));
    };
  }

  private String value(String name, String asWritten) {
    return variables.require(name).orElse(rules.keepUndefined() ? asWritten : "");
  }

  /** {@code :-}, {@code :+}, {@code :?}, and the same without colon: then empty counts as set. */
  private String alternative(String name, int modifier, boolean colon) {
    String written = (colon ? ":" : "") + (modifier < 0 ? "" : Character.toString(modifier));
    if (colon && (modifier == '#' || modifier == '%')) {
      throw unsupported(written);
    }
    String word = nested('}', false);
    if (modifier != '-' && modifier != '+' && modifier != '?') {
      throw unsupported(written);
    }
    Optional<String> value = variables.find(name);
    if (value.isEmpty() && rules.keepUndefined()) {
      return "${" + name + written + word + "}";
    }
    boolean usable = value.filter(v -> !(colon && v.isEmpty())).isPresent();
    if (modifier == '+') {
      return usable ? word : "";
    }
    if (!usable && modifier == '?') {
      String reason = "is not allowed to be " + (value.isPresent() ? "empty" : "unset");
      throw new ExpansionException(name + ": " + (word.isEmpty() ? reason : word));
    }
    return usable ? value.get() : word;
  }

  /** {@code #} and {@code ##} take a prefix away, {@code %} and {@code %%} a suffix. */
  private String trimmed(String name, int modifier) {
    String word = nested('}', true);
    Optional<String> value = variables.require(name);
    if (value.isEmpty() && rules.keepUndefined()) {
      return "${" + name + Character.toString(modifier) + word + "}";
    }
    boolean longest = !word.isEmpty() && word.charAt(0) == modifier;
    GlobPattern pattern = GlobPattern.parse(longest ? word.substring(1) : word);
    String text = value.orElse("");
    return modifier == '#'
        ? pattern.withoutPrefix(text, longest)
        : pattern.withoutSuffix(text, longest);
  }

  /** {@code /pattern/replacement} for the first match, {@code //…} for all. */
  private String replaced(String name) {
    boolean all = source.peek() == '/';
    if (all) {
      source.next();
    }
    String pattern = patternToReplace();
    String replacement = nested('}', true);
    Optional<String> value = variables.require(name);
    if (value.isEmpty() && rules.keepUndefined()) {
      return "${" + name + (all ? "//" : "/") + pattern + "/" + replacement + "}";
    }
    String text = value.orElse("");
    GlobPattern glob = GlobPattern.parse(pattern);
    return all
        ? glob.replaceAll(text, replacement, rules.limit())
        : glob.replaceFirst(text, replacement);
  }

  private String patternToReplace() {
    try {
      return lexer.nested('/', true);
    } catch (ExpansionException e) {
      throw source.atEnd() ? new ExpansionException("syntax error: missing '/' in ${}") : e;
    }
  }

  /** Whatever else is wrong with the word: if the text ends in it, a brace is missing. */
  private String nested(int stop, boolean keepEscapes) {
    try {
      return lexer.nested(stop, keepEscapes);
    } catch (ExpansionException e) {
      throw source.atEnd() ? missingBrace() : e;
    }
  }

  /**
   * Letters, digits and underscores; a name that starts with a digit is all digits; the shell's
   * special parameters are names of their own, and never set. Empty if none of these comes next.
   */
  private String name() {
    int first = source.peek();
    if (isSpecial(first)) {
      return Character.toString(source.next());
    }
    boolean number = Character.isDigit(first);
    StringBuilder name = new StringBuilder();
    for (int c = first; c != CodePoints.END; c = source.peek()) {
      boolean belongs = Character.isDigit(c) || (!number && (Character.isLetter(c) || c == '_'));
      if (!belongs) {
        break;
      }
      name.appendCodePoint(source.next());
    }
    return name.toString();
  }

  private static boolean isSpecial(int c) {
    return switch (c) {
      case '@', '*', '#', '?', '-', '$', '!' -> true;
      default -> false;
    };
  }

  private static ExpansionException missingBrace() {
    return new ExpansionException("syntax error: missing '}'");
  }

  private static ExpansionException unsupported(String modifier) {
    return new ExpansionException("unsupported modifier (" + modifier + ") in substitution");
  }
}
