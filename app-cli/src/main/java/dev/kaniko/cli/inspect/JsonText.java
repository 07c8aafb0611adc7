package dev.kaniko.cli.inspect;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes JSON as Go's {@code json.MarshalIndent} does, with two blanks: that is what other tools'
 * output is compared with.
 */
final class JsonText {
  private final StringBuilder text = new StringBuilder();
  private final Deque<Boolean> empty = new ArrayDeque<>();

  JsonText begin(char bracket) {
    text.append(bracket);
    empty.push(true);
    return this;
  }

  JsonText end(char bracket) {
    if (!empty.pop()) {
      newLine();
    }
    text.append(bracket);
    return this;
  }

  /** The next element of an array; its value follows. */
  JsonText element() {
    if (!empty.pop()) {
      text.append(',');
    }
    empty.push(false);
    newLine();
    return this;
  }

  /** The next field of an object; its value follows. */
  JsonText field(String name) {
    return element().string(name).raw(": ");
  }

  JsonText number(long value) {
    text.append(value);
    return this;
  }

  JsonText bool(boolean value) {
    text.append(value);
    return this;
  }

  JsonText string(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      escaped(value.charAt(i));
    }
    text.append('"');
    return this;
  }

  private JsonText raw(String value) {
    text.append(value);
    return this;
  }

  private void newLine() {
    text.append('\n').repeat(' ', 2 * empty.size());
  }

  private void escaped(char c) {
    switch (c) {
      case '"', '\\' -> text.append('\\').append(c);
      case '\n' -> text.append("\\n");
      case '\r' -> text.append("\\r");
      case '\t' -> text.append("\\t");
      case '\b' -> text.append("\\b");
      case '\f' -> text.append("\\f");
      case '<', '>', '&', '\u2028', '\u2029' -> unicode(c);
      default -> {
        if (c < ' ') {
          unicode(c);
        } else {
          text.append(c);
        }
      }
    }
  }

  private void unicode(char c) {
    text.append(String.format("\\u%04x", (int) c));
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
