package dev.kaniko.cli.flags;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What RUN --mount can give to commands. */
public final class MountFlags {
  @Option(
      names = "--secret",
      paramLabel = "id=ID[,src=FILE|env=VARIABLE]",
      description =
          "A secret for RUN --mount=type=secret. Default: the variable of that name, or else the"
              + " file of that name.")
  public List<String> secrets = new ArrayList<>();

  @Option(
      names = "--ssh",
      paramLabel = "default|ID[=SOCKET]",
      description =
          "The socket of an SSH agent for RUN --mount=type=ssh. Default: that of SSH_AUTH_SOCK.")
  public List<String> agents = new ArrayList<>();

  @Option(
      names = "--cache-mount-dir",
      paramLabel = "DIRECTORY",
      description =
          "Where RUN --mount=type=cache keeps its directories; a volume keeps them for the next"
              + " build. Default: cache-mounts in --kaniko-dir")
  public Optional<String> cacheMountDir = Optional.empty();
}
