package dev.kaniko.domain.dockerfile.syntax;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads an array, keeps its strings, and checks the syntax of all else. Nesting is kept on a stack
 * of its own, so that a line of brackets cannot overflow the thread's.
 */
final class JsonArrayReader {
  /** The depth at which Go's encoding/json gives up, and so BuildKit with it. */
  private static final int DEEPEST = 10_000;

  private static final Pattern SCALAR =
      Pattern.compile("true|false|null|-?(?:0|[1-9]\\d*+)(?:\\.\\d++)?(?:[eE][+-]?\\d++)?");

  private final String text;
  private final Deque<Character> open = new ArrayDeque<>();
  private final List<String> strings = new ArrayList<>();
  private boolean mixed;
  private int position;

  JsonArrayReader(String text) {
    this.text = text;
  }

  JsonArray read() {
    if (!readValue() || !atEnd()) {
      return new JsonArray.None();
    }
    return mixed ? new JsonArray.Mixed() : new JsonArray.Strings(strings);
  }

  private boolean atEnd() {
    skipBlanks();
    return position == text.length();
  }

  /** Reads one value with all that is in it; false when that is not JSON. */
  private boolean readValue() {
    boolean valid = true;
    boolean complete = false;
    while (valid && !complete) {
      skipBlanks();
      boolean opened = false;
      switch (peek()) {
        case '[', '{' -> {
          opened = true;
          valid = open();
        }
        case '"' -> valid = keepString();
        default -> valid = skipScalar();
      }
      if (valid && !opened) {
        valid = closeOrSeparate();
      }
      complete = open.isEmpty();
    }
    return valid;
  }

  /** Opens an array or object; an empty one is closed at once. */
  private boolean open() {
    char bracket = text.charAt(position++);
    mixed |= !open.isEmpty();
    open.push(bracket);
    if (open.size() > DEEPEST) {
      return false;
    }
    skipBlanks();
    char closing = bracket == '[' ? ']' : '}';
    if (peek() == closing) {
      return closeOrSeparate();
    }
    return bracket == '[' || readName();
  }

  /** Behind a value: closes what it ends, then moves on to the next value, if there is one. */
  private boolean closeOrSeparate() {
    skipBlanks();
    while (!open.isEmpty() && peek() == (open.peek() == '[' ? ']' : '}')) {
      position++;
      open.pop();
      if (open.isEmpty()) {
        return true;
      }
      skipBlanks();
    }
    if (peek() != ',') {
      return false;
    }
    position++;
    skipBlanks();
    return open.peek() == '[' || readName();
  }

  private boolean readName() {
    if (peek() != '"' || readString().isEmpty()) {
      return false;
    }
    skipBlanks();
    boolean colon = peek() == ':';
    position++;
    return colon;
  }

  private boolean keepString() {
    Optional<String> string = readString();
    mixed |= open.size() > 1;
    string.ifPresent(strings::add);
    return string.isPresent();
  }

  private Optional<String> readString() {
    JsonString string = JsonString.read(text, position);
    position = string.end();
    return string.value();
  }

  /** A number that does not fit a double is none to Go. */
  private boolean skipScalar() {
    Matcher scalar = SCALAR.matcher(text).region(position, text.length());
    if (!scalar.lookingAt()) {
      return false;
    }
    boolean number = !Character.isLetter(peek());
    if (number && Double.isInfinite(Double.parseDouble(scalar.group()))) {
      return false;
    }
    mixed = true;
    position = scalar.end();
    return true;
  }

  private void skipBlanks() {
    while (position < text.length() && " \t\r\n".indexOf(text.charAt(position)) >= 0) {
      position++;
    }
  }

  /** The next character, or a NUL at the end: JSON has no use for one outside strings. */
  private char peek() {
    return position < text.length() ? text.charAt(position) : 0;
  }
}
