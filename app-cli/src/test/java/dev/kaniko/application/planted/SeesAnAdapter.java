package dev.kaniko.application.planted;

import dev.kaniko.adapters.context.DirectoryContextSource;

/** Breaks a rule of the architecture, so that the rule is seen to notice. */
public record SeesAnAdapter(DirectoryContextSource source) {}
