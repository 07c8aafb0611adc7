package dev.kaniko.planted;

/** Breaks a rule of the architecture, so that the rule is seen to notice. */
public final class ReadsTheEnvironment {
  final String home = System.getenv("HOME");
}
