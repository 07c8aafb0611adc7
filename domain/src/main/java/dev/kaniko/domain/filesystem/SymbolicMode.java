package dev.kaniko.domain.filesystem;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the symbolic notation of modes: {@code u=rwX,go=rX}, {@code +x-w}, {@code g=u}. */
final class SymbolicMode {
  private static final int USER = 04700;
  private static final int GROUP = 02070;
  private static final int OTHER = 00007;
  private static final int EVERYBODY = USER | GROUP | OTHER;
  private static final int STICKY = 01000;
  private static final int PERMISSIONS = 00777;
  private static final int EXECUTE = 00111;

  private final String text;
  private final List<ModeStep> steps = new ArrayList<>();
  private int position;

  /** Whom the clause is about; 0 for nobody in particular, which is everybody. */
  private int who;

  private SymbolicMode(String text) {
    this.text = text;
  }

  /** Empty when the text is malformed. */
  static Optional<List<ModeStep>> parse(String text) {
    SymbolicMode mode = new SymbolicMode(text);
    return mode.readClauses() ? Optional.of(mode.steps) : Optional.empty();
  }

  private boolean readClauses() {
    do {
      who = 0;
      while ("augo".indexOf(peek()) >= 0) {
        who |= classBits(text.charAt(position++));
      }
      do {
        if ("+-=".indexOf(peek()) < 0) {
          return false;
        }
        readPermissions(text.charAt(position++));
      } while (!atEnd() && peek() != ',');
    } while (position++ < text.length());
    return true;
  }

  /**
   * Reads what follows an operator. Sticky is nobody's permission: where a class is named, or none,
   * {@code t} widens what the operator is about, and only there.
   */
  private void readPermissions(char operator) {
    who &= ~STICKY;
    int bits = 0;
    boolean executeIfAny = false;
    boolean copied = false;
    for (; "rwxXstugo".indexOf(peek()) >= 0; position++) {
      char c = peek();
      switch (c) {
        case 'r' -> bits |= 0444;
        case 'w' -> bits |= 0222;
        case 'x' -> bits |= EXECUTE;
        case 'X' -> {
          if (operator == '-') {
            bits |= EXECUTE;
          } else {
            executeIfAny = true;
          }
        }
        case 's' -> bits |= mayBeSpecial() ? 06000 : 0;
        case 't' -> {
          if (mayBeSpecial()) {
            who |= STICKY;
            bits |= STICKY;
          }
        }
        default -> {
          flush(operator, bits, bits != 0);
          flushExecute(executeIfAny);
          steps.add(new ModeStep.Copy(shift(c), classes(), operator));
          bits = 0;
          executeIfAny = false;
          copied = true;
        }
      }
    }
    flush(operator, bits, bits != 0 || (operator == '=' && !copied));
    flushExecute(executeIfAny);
  }

  private void flush(char operator, int bits, boolean needed) {
    if (!needed) {
      return;
    }
    if (operator == '=') {
      steps.add(new ModeStep.Clear(who == 0 ? EVERYBODY : who));
    }
    int own = who == 0 ? bits : bits & who;
    steps.add(operator == '-' ? new ModeStep.Clear(own) : new ModeStep.Set(own));
  }

  private void flushExecute(boolean needed) {
    if (needed) {
      steps.add(new ModeStep.SetIfExecutable(who == 0 ? EXECUTE : EXECUTE & who));
    }
  }

  /** Others have neither set-id bits nor sticky. */
  private boolean mayBeSpecial() {
    return who == 0 || (who & ~OTHER) != 0;
  }

  private int classes() {
    return who == 0 ? PERMISSIONS : who & PERMISSIONS;
  }

  private static int classBits(char c) {
    return switch (c) {
      case 'u' -> USER;
      case 'g' -> GROUP;
      case 'o' -> OTHER;
      default -> EVERYBODY;
    };
  }

  private static int shift(char c) {
    return switch (c) {
      case 'u' -> 6;
      case 'g' -> 3;
      default -> 0;
    };
  }

  private boolean atEnd() {
    return position == text.length();
  }

  /** The next char, or a blank at the end: a mode has no use for one. */
  private char peek() {
    return atEnd() ? ' ' : text.charAt(position);
  }
}
