package dev.kaniko.domain.pattern;

import java.util.List;

/** A piece of a pattern. */
sealed interface PatternToken {

  /** A piece that stands for exactly one character or byte. */
  sealed interface Single extends PatternToken {

    /** Whether what is at {@code index}, which is inside the text, matches. */
    boolean accepts(String text, int index);

    /** How many bytes it takes there. */
    int width(String text, int index);
  }

  /** A piece that may stand for nothing as well. */
  sealed interface Several extends PatternToken {}

  /** One byte. */
  record Literal(char value) implements Single {
    @Override
    public boolean accepts(String text, int index) {
      return text.charAt(index) == value;
    }

    @Override
    public int width(String text, int index) {
      return 1;
    }
  }

  /** {@code ?}: any one character but a slash. */
  record AnyCharacter() implements Single {
    @Override
    public boolean accepts(String text, int index) {
      return text.charAt(index) != '/';
    }

    @Override
    public int width(String text, int index) {
      return Utf8.width(text, index);
    }
  }

  /** {@code [a-c]}: one character of these, or of all others; slashes are not special here. */
  record CharacterClass(boolean negated, List<Range> ranges) implements Single {
    public CharacterClass {
      ranges = List.copyOf(ranges);
    }

    @Override
    public boolean accepts(String text, int index) {
      int c = Utf8.character(text, index);
      return negated != ranges.stream().anyMatch(r -> r.first() <= c && c <= r.last());
    }

    @Override
    public int width(String text, int index) {
      return Utf8.width(text, index);
    }
  }

  /** Characters of a class; none if they are in the wrong order. */
  record Range(int first, int last) {}

  /** {@code *}: any text without a slash. */
  record Star() implements Several {}

  /** {@code **} followed by more: nothing, or any directories with their slashes. */
  record Directories() implements Several {}

  /** {@code **} at the end: any text. */
  record Rest() implements Several {}
}
