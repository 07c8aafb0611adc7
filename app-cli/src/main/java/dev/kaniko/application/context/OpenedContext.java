package dev.kaniko.application.context;

import dev.kaniko.domain.filesystem.FileTree;
import java.nio.file.Path;

/**
 * A build context that is on this machine.
 *
 * @param files what COPY and ADD may take: all of it, or what is below {@code --context-sub-path}
 * @param whole all of it
 * @param directory where {@code whole} lies
 */
public record OpenedContext(FileTree files, FileTree whole, Path directory) {}
