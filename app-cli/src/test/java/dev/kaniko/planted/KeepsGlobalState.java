package dev.kaniko.planted;

/** Breaks a rule of the architecture, so that the rule is seen to notice. */
public final class KeepsGlobalState {
  static int count;

  private KeepsGlobalState() {}
}
