package dev.kaniko.cli.flags;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Where the build's input is. */
public final class ContextFlags {
  @Option(
      names = "--build-context",
      paramLabel = "NAME=DIRECTORY|NAME=docker-image://IMAGE",
      description =
          "What a name in FROM, COPY --from and RUN --mount=from= stands for, instead of a stage or"
              + " image of that name. May be repeated.")
  public List<String> named = new ArrayList<>();

  @Option(
      names = {"--context", "-c"},
      paramLabel = "LOCATION",
      defaultValue = "/workspace/",
      description =
          "Build context: a directory, dir://DIRECTORY, tar://FILE or tar://stdin."
              + " Default: ${DEFAULT-VALUE}")
  public String context;

  @Option(
      names = "--context-sub-path",
      paramLabel = "PATH",
      defaultValue = "",
      description = "Directory inside the context to build from.")
  public String subPath;

  @Option(
      names = {"--dockerfile", "-f"},
      paramLabel = "PATH",
      defaultValue = "Dockerfile",
      description =
          "The Dockerfile: looked for in the current directory, then in the context; or an http(s)"
              + " location. Default: ${DEFAULT-VALUE}")
  public String dockerfile;
}
