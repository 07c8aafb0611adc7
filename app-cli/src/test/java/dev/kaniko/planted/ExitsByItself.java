package dev.kaniko.planted;

/** Breaks a rule of the architecture, so that the rule is seen to notice. */
public final class ExitsByItself {
  void exit() {
    System.exit(1);
  }
}
