package dev.kaniko.cli.options;

import dev.kaniko.cli.flags.FlagGrammar.BadArguments;
import dev.kaniko.domain.copy.RepositoryLocation;
import dev.kaniko.domain.dockerfile.value.GoBoolean;
import dev.kaniko.ports.context.ContextRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code --git} says of a context in a Git repository. That one branch alone is fetched, and
 * no history, is so anyway: {@code single-branch} and {@code depth} are taken and change nothing.
 *
 * @param branch a branch, or a tag if there is no such branch
 * @param submodules whether they are wanted
 * @param skipTlsVerify whether the server may be any
 */
public record GitOptions(
    Optional<String> branch, Optional<Boolean> submodules, boolean skipTlsVerify) {
  private static final String KEEP = "BUILDKIT_CONTEXT_KEEP_GIT_DIR";

  /** Reads the flags. */
  public static GitOptions of(List<String> flags) throws BadArguments {
    Map<String, String> values = new HashMap<>();
    for (String flag : flags) {
      int equals = flag.indexOf('=');
      if (equals < 0) {
        throw new BadArguments("invalid git flag, must be in the key=value format: " + flag);
      }
      String key = flag.substring(0, equals);
      String value = flag.substring(equals + 1);
      switch (key) {
        case "branch", "recurse-submodules", "insecure-skip-tls" -> values.put(key, value);
        case "single-branch" -> flag(key, value);
        case "depth" -> {
          if (!value.matches("[0-9]{1,9}")) {
            throw new BadArguments("--git depth=" + value + " is no number");
          }
        }
        default ->
            throw new BadArguments(
                "--git "
                    + key
                    + " is not known: there are branch, single-branch, recurse-submodules,"
                    + " insecure-skip-tls and depth");
      }
    }
    return of(values);
  }

  private static GitOptions of(Map<String, String> values) throws BadArguments {
    String submodules = values.get("recurse-submodules");
    return new GitOptions(
        Optional.ofNullable(values.get("branch")).filter(name -> !name.isEmpty()),
        submodules == null ? Optional.empty() : Optional.of(flag("recurse-submodules", submodules)),
        flag("insecure-skip-tls", values.getOrDefault("insecure-skip-tls", "false")));
  }

  private static boolean flag(String key, String value) throws BadArguments {
    return GoBoolean.parse(value)
        .orElseThrow(
            () -> new BadArguments("--git " + key + "=" + value + " is neither true nor false"));
  }

  /** The environment in the words that git has for what flags say. */
  public Map<String, String> applied(Map<String, String> environment) {
    Map<String, String> variables = new HashMap<>(environment);
    if (skipTlsVerify) {
      variables.put("GIT_SSL_NO_VERIFY", "true");
    }
    return variables;
  }

  /**
   * The location of the context with all that says more of it.
   *
   * @throws BadArguments when that is said of a context that is no repository
   */
  public String applied(String context, Map<String, String> buildArgs) throws BadArguments {
    Optional<RepositoryLocation> repository = RepositoryLocation.of(context);
    if (repository.isEmpty()) {
      if (branch.isPresent() || submodules.isPresent() || skipTlsVerify) {
        throw new BadArguments(
            "--git is for a context in a Git repository, and "
                + ContextRequest.shown(context)
                + " is none");
      }
      return context;
    }
    RepositoryLocation location = repository.get();
    if (branch.isPresent()) {
      location = location.with("ref", branch.get());
    }
    if (submodules.isPresent()) {
      location = location.with("submodules", submodules.get().toString());
    }
    if (GoBoolean.parse(buildArgs.getOrDefault(KEEP, "")).orElse(false)) {
      location = location.with("keep-git-dir", "true");
    }
    return location.toString();
  }
}
