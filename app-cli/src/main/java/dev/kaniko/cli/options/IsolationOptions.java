package dev.kaniko.cli.options;

import dev.kaniko.cli.flags.BuildFlags;
import dev.kaniko.cli.flags.FlagGrammar.BadArguments;
import dev.kaniko.domain.filesystem.FilePath;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * How commands may be run.
 *
 * @param force in place in another container than the executor's own, too
 * @param ignoredPaths that are not the image's, as the user says
 * @param cleanup whether a container in which commands ran in place is emptied at the end
 */
public record IsolationOptions(
    Wanted wanted, boolean force, Set<FilePath> ignoredPaths, boolean cleanup) {
  private static final FilePath VAR_RUN = FilePath.of("/var/run");

  public IsolationOptions {
    ignoredPaths = Set.copyOf(ignoredPaths);
  }

  /** The steps of the ladder that can be asked for. */
  public enum Wanted {
    AUTO,
    NAMESPACE,
    IN_PLACE
  }

  public static IsolationOptions of(BuildFlags flags, Map<String, String> environment)
      throws BadArguments {
    Set<FilePath> ignored = new TreeSet<>();
    for (String path : flags.ignoredPaths) {
      if (!path.startsWith("/") || FilePath.ofText(path).isRoot()) {
        throw new BadArguments("--ignore-path needs an absolute path below /, not " + path);
      }
      if (path.indexOf('*') >= 0 || path.indexOf('?') >= 0 || path.indexOf('[') >= 0) {
        throw new BadArguments("--ignore-path takes no patterns, and was given " + path);
      }
      ignored.add(FilePath.ofText(path));
    }
    if (flags.ignoreVarRun) {
      ignored.add(VAR_RUN);
    }
    boolean cleanup = KanikoVariables.isOn("KANIKO_CLEANUP", environment).orElse(flags.cleanup);
    return new IsolationOptions(wanted(flags.isolation), flags.force, ignored, cleanup);
  }

  private static Wanted wanted(String isolation) throws BadArguments {
    return switch (isolation) {
      case "auto" -> Wanted.AUTO;
      case "namespace" -> Wanted.NAMESPACE;
      case "in-place" -> Wanted.IN_PLACE;
      default ->
          throw new BadArguments(
              "--isolation must be auto, namespace or in-place, not " + isolation);
    };
  }
}
