package dev.kaniko.application.context;

import dev.kaniko.application.NamedContext;
import dev.kaniko.domain.copy.FilteredTree;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.pattern.IgnorePatterns;
import dev.kaniko.domain.source.InvalidDockerfile;
import dev.kaniko.ports.context.DirectoryTrees;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.failure.UserMistakes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens a directory that a name of the Dockerfile stands for, with its own ignore file. */
public final class NamedDirectories {
  private final DirectoryTrees trees;

  public NamedDirectories(DirectoryTrees trees) {
    this.trees = trees;
  }

  /**
   * @throws UserMistakes when its {@code .dockerignore} is malformed
   */
  public NamedContext open(Path directory) {
    FileTree files = trees.open(directory);
    Path ignoreFile = directory.resolve(".dockerignore");
    if (!Files.isRegularFile(ignoreFile)) {
      return new NamedContext.Files(files);
    }
    try {
      IgnorePatterns patterns =
          IgnorePatterns.parse(ignoreFile.toString(), Files.readAllBytes(ignoreFile));
      return new NamedContext.Files(new FilteredTree(files, patterns));
    } catch (InvalidDockerfile e) {
      throw new UserMistakes(e.problems());
    } catch (IOException e) {
      throw new EnvironmentFailure("cannot read " + ignoreFile + ": " + e.getMessage(), e);
    }
  }
}
