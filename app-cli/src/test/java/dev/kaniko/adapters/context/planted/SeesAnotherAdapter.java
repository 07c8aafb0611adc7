package dev.kaniko.adapters.context.planted;

import dev.kaniko.adapters.rootfs.tar.TarEntry;

/** Breaks a rule of the architecture, so that the rule is seen to notice. */
public record SeesAnotherAdapter(TarEntry entry) {}
