package dev.kaniko.adapters.rootfs.root.directory;

import dev.kaniko.adapters.rootfs.tree.LeftAlone;
import dev.kaniko.ports.rootfs.RootMount;
import java.nio.file.Path;

/**
 * Where a root is kept.
 *
 * @param directory exists; what is in it and not left alone is removed before it is filled
 * @param leftAlone is not the image's, and never touched
 * @param mount what a command runner is told
 */
record RootPlace(Path directory, LeftAlone leftAlone, RootMount mount) {}
