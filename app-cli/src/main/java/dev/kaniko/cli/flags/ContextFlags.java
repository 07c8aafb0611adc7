package dev.kaniko.cli.flags;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the build's input is. */
public final class ContextFlags {
  /** When no context is given. */
  public static final String DEFAULT = "/workspace/";

  @Option(
      names = "--build-context",
      paramLabel = "NAME=LOCATION",
      description =
          "What a name in FROM, COPY --from and RUN --mount=from= stands for, instead of a stage or"
              + " image of that name: a directory, a location as of --context,"
              + " docker-image://IMAGE, oci-layout://DIRECTORY[:TAG|@DIGEST] or"
              + " docker-archive:FILE[:IMAGE]. May be repeated.")
  public List<String> named = new ArrayList<>();

  @Option(
      names = {"--context", "-c"},
      paramLabel = "LOCATION",
      description =
          "Build context: a directory, dir://DIRECTORY, tar://FILE, tar://stdin, or what a plugin"
              + " serves. Default: "
              + DEFAULT)
  public Optional<String> context = Optional.empty();

  @Option(
      names = {"--bucket", "-b"},
      paramLabel = "BUCKET[/OBJECT]",
      defaultValue = "",
      description = "As --context gs://BUCKET/OBJECT; without OBJECT it is context.tar.gz.")
  public String bucket;

  @Option(
      names = "--git",
      paramLabel = "KEY=VALUE",
      description =
          "For a context in a Git repository: branch=NAME, recurse-submodules=false,"
              + " insecure-skip-tls=true. May be repeated.")
  public List<String> git = new ArrayList<>();

  @Option(
      names = "--context-sub-path",
      paramLabel = "PATH",
      defaultValue = "",
      description = "Directory inside the context to build from.")
  public String subPath;

  @Option(
      names = "--ignore-syntax",
      description =
          "Read the Dockerfile in the language of docker/dockerfile, whatever its \"# syntax=\""
              + " asks for.")
  public boolean ignoreSyntax;

  @Option(
      names = {"--dockerfile", "-f"},
      paramLabel = "PATH",
      defaultValue = "Dockerfile",
      description =
          "The Dockerfile: looked for in the current directory, then in the context; or an http(s)"
              + " location. Default: ${DEFAULT-VALUE}")
  public String dockerfile;
}
