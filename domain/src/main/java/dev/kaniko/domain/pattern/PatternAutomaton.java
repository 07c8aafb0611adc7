package dev.kaniko.domain.pattern;

import dev.kaniko.domain.pattern.PatternToken.Directories;
import dev.kaniko.domain.pattern.PatternToken.Rest;
import dev.kaniko.domain.pattern.PatternToken.Star;
import java.util.BitSet;
import java.util.List;

/**
 * Matches a text against tokens by following all possibilities at once: a state says how many
 * tokens are behind. There is no backtracking, so no pattern takes longer than text × pattern.
 */
final class PatternAutomaton {
  /** A character has at most four bytes; so far ahead can a state be reached. */
  private static final int LOOK_AHEAD = 5;

  private final List<PatternToken> tokens;

  PatternAutomaton(List<PatternToken> tokens) {
    this.tokens = List.copyOf(tokens);
  }

  /** Whether the path, which has no leading slash, or one of the directories above it matches. */
  boolean matchesPathOrParent(String path) {
    Run run = new Run(path);
    while (run.isAlive() && !run.atEnd()) {
      if (run.isAtSlash() && run.isAccepted()) {
        return true;
      }
      run.step();
    }
    return run.atEnd() && run.isAccepted();
  }

  /** Whether a longer text that starts with {@code prefix} may match. */
  boolean mayContinue(String prefix) {
    Run run = new Run(prefix);
    while (run.isAlive() && !run.atEnd()) {
      run.step();
    }
    return run.isAlive();
  }

  /** One walk through a text. */
  private final class Run {
    private final String text;
    private final BitSet[] reached = new BitSet[LOOK_AHEAD];
    private int position;

    Run(String text) {
      this.text = text;
      for (int i = 0; i < LOOK_AHEAD; i++) {
        reached[i] = new BitSet(tokens.size() + 1);
      }
      enter(0, 0);
    }

    boolean atEnd() {
      return position == text.length();
    }

    boolean isAtSlash() {
      return text.charAt(position) == '/';
    }

    boolean isAccepted() {
      return reached[position % LOOK_AHEAD].get(tokens.size());
    }

    boolean isAlive() {
      for (BitSet states : reached) {
        if (!states.isEmpty()) {
          return true;
        }
      }
      return false;
    }

    void step() {
      BitSet states = reached[position % LOOK_AHEAD];
      for (int s = states.nextSetBit(0);
          s >= 0 && s < tokens.size();
          s = states.nextSetBit(s + 1)) {
        advance(s);
      }
      states.clear();
      position++;
    }

    private void advance(int state) {
      char c = text.charAt(position);
      switch (tokens.get(state)) {
        case PatternToken.Single single -> {
          if (single.accepts(text, position)) {
            enter(single.width(text, position), state + 1);
          }
        }
        case Star() -> {
          if (c != '/') {
            enter(1, state);
          }
        }
        case Directories() -> {
          reached[(position + 1) % LOOK_AHEAD].set(state);
          if (c == '/') {
            enter(1, state + 1);
          }
        }
        case Rest() -> enter(1, state);
      }
    }

    /** Reaches a state, and those behind tokens that may stand for nothing. */
    private void enter(int bytesAhead, int state) {
      BitSet states = reached[(position + bytesAhead) % LOOK_AHEAD];
      int s = state;
      states.set(s);
      while (s < tokens.size() && tokens.get(s) instanceof PatternToken.Several) {
        s++;
        states.set(s);
      }
    }
  }
}
