package dev.kaniko.domain.copy;

import dev.kaniko.domain.dockerfile.instruction.AddInstruction;
import dev.kaniko.domain.dockerfile.instruction.CopyInstruction;
import dev.kaniko.domain.filesystem.ModeChange;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.domain.source.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is wrong with the flags of COPY and ADD whatever the files are. Only after expansion. */
public final class FileFlags {
  private final SourcePosition position;
  private final List<Problem> problems = new ArrayList<>();

  private FileFlags(SourcePosition position) {
    this.position = position;
  }

  public static List<Problem> problems(CopyInstruction copy) {
    FileFlags flags = new FileFlags(copy.position());
    copy.chmod().ifPresent(flags::checkMode);
    return flags.problems;
  }

  public static List<Problem> problems(AddInstruction add) {
    FileFlags flags = new FileFlags(add.position());
    add.chmod().ifPresent(flags::checkMode);
    add.checksum().ifPresent(checksum -> flags.checkChecksum(checksum, add.sources()));
    if (add.keepGitDir()) {
      flags.checkRepositories(add.sources());
    }
    return flags.problems;
  }

  private void checkMode(String mode) {
    try {
      ModeChange.parse(mode);
    } catch (IllegalArgumentException e) {
      add("--chmod=" + mode + ": " + e.getMessage(), "--chmod");
    }
  }

  private void checkChecksum(String checksum, List<String> sources) {
    for (String source : sources) {
      if (RepositoryLocation.of(source).isPresent()) {
        continue;
      }
      if (!isHttp(source)) {
        add("checksum requires HTTP(S) or Git sources", "--checksum");
        continue;
      }
      try {
        Digest.parse(checksum);
      } catch (IllegalArgumentException e) {
        add("--checksum=" + checksum + ": " + e.getMessage(), "--checksum");
      }
    }
  }

  private void checkRepositories(List<String> sources) {
    sources.stream()
        .filter(source -> RepositoryLocation.of(source).isEmpty())
        .findFirst()
        .ifPresent(
            source ->
                add(
                    "--keep-git-dir is for Git repositories, and " + source + " is none",
                    "--keep-git-dir"));
  }

  private void add(String message, String flag) {
    problems.add(Problem.at(position, message).about(flag));
  }

  /** Whether ADD fetches {@code source} rather than looking for it in the context. */
  public static boolean isHttp(String source) {
    String lower = source.toLowerCase(Locale.ROOT);
    return lower.startsWith("http://") || lower.startsWith("https://");
  }
}
