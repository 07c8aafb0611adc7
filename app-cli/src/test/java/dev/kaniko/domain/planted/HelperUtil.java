package dev.kaniko.domain.planted;

/** Breaks a rule of the architecture, so that the rule is seen to notice. */
public record HelperUtil() {}
