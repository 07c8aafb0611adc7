package dev.kaniko.planted.second;

import dev.kaniko.planted.first.NeedsTheSecond;

/** Breaks a rule of the architecture, so that the rule is seen to notice. */
public record NeedsTheFirst(NeedsTheSecond other) {}
