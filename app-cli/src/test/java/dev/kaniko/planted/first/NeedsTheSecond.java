package dev.kaniko.planted.first;

import dev.kaniko.planted.second.NeedsTheFirst;

/** Breaks a rule of the architecture, so that the rule is seen to notice. */
public record NeedsTheSecond(NeedsTheFirst other) {}
