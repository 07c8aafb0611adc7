package dev.kaniko.cli.planted;

import dev.kaniko.adapters.context.DirectoryContextSource;

/** Breaks a rule of the architecture, so that the rule is seen to notice. */
public final class MakesAnAdapter {
  final DirectoryContextSource source = new DirectoryContextSource();
}
