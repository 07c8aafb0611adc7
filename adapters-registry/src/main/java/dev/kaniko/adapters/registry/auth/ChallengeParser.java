package dev.kaniko.adapters.registry.auth;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads WWW-Authenticate: several challenges in one field and several fields, each challenge with
 * parameters or a token. What is malformed is passed over up to the next comma.
 */
final class ChallengeParser {
  private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

  private final String text;
  private int position;

  private ChallengeParser(String text) {
    this.text = text;
  }

  /**
   * @param fields the values of all the fields of an answer
   */
  static List<Challenge> parse(List<String> fields) {
    List<Challenge> challenges = new ArrayList<>();
    for (String field : fields) {
      new ChallengeParser(field).parseInto(challenges);
    }
    return challenges;
  }

  private void parseInto(List<Challenge> challenges) {
    while (skip(" \t,")) {
      String scheme = token();
      if (scheme.isEmpty() || !(atEnd() || " \t,".indexOf(current()) >= 0)) {
        skipToComma();
        continue;
      }
      challenges.add(new Challenge(scheme.toLowerCase(Locale.ROOT), parameters()));
    }
  }

  /** The parameters up to the end or to the next challenge, which starts after a comma. */
  private Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    boolean first = true;
    while (true) {
      int start = position;
      skip(first ? " \t" : " \t,");
      String name = token();
      skip(" \t");
      if (!atEnd() && current() == '=' && !name.isEmpty()) {
        position++;
        skip(" \t");
        parameters.putIfAbsent(name.toLowerCase(Locale.ROOT), value());
      } else if (first && !name.isEmpty()) {
        skipToComma();
      } else {
        position = start;
        return parameters;
      }
      first = false;
      if (skip(" \t") && current() != ',') {
        skipToComma();
      }
    }
  }

  private String value() {
    if (atEnd() || current() != '"') {
      return token();
    }
    StringBuilder value = new StringBuilder();
    for (position++; !atEnd() && current() != '"'; position++) {
      if (current() == '\\' && position + 1 < text.length()) {
        position++;
      }
      value.append(current());
    }
    position = Math.min(position + 1, text.length());
    return value.toString();
  }

  private String token() {
    int start = position;
    while (!atEnd() && (Character.isLetterOrDigit(current()) || isMark(current()))) {
      position++;
    }
    return text.substring(start, position);
  }

  private static boolean isMark(char c) {
    return TOKEN_MARKS.indexOf(c) >= 0;
  }

  private void skipToComma() {
    while (!atEnd() && current() != ',') {
      position++;
    }
  }

  /** False when the end is reached. */
  private boolean skip(String characters) {
    while (!atEnd() && characters.indexOf(current()) >= 0) {
      position++;
    }
    return !atEnd();
  }

  private boolean atEnd() {
    return position >= text.length();
  }

  private char current() {
    return text.charAt(position);
  }

  /** The challenge to take up: a token before a password that would be sent each time. */
  static Optional<Challenge> best(List<Challenge> challenges) {
    return challenges.stream()
        .filter(Challenge::isBearer)
        .findFirst()
        .or(() -> challenges.stream().filter(Challenge::isBasic).findFirst());
  }
}
