package dev.kaniko.cli.docker;

import dev.kaniko.cli.flags.FlagGrammar.BadArguments;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says with the executor's own flags what Docker's say. */
final class DockerArguments {
  /** The longest duration that the flag can say. */
  private static final String CENTURIES = "2562047h";

  private final DockerFlags flags;
  private final List<String> arguments = new ArrayList<>();

  private DockerArguments(DockerFlags flags) {
    this.flags = flags;
  }

  static List<String> of(DockerFlags flags) throws BadArguments {
    DockerArguments made = new DockerArguments(flags);
    made.addContext();
    made.addOutputs();
    made.addBuild();
    return made.arguments;
  }

  private void addContext() throws BadArguments {
    if (flags.contexts.size() != 1) {
      throw new BadArguments(
          "\"executor build\" requires exactly 1 argument: the build context, a path, a URL or -");
    }
    String context = flags.contexts.getFirst();
    arguments.add("--context=" + (context.equals("-") ? "tar://stdin" : context));
    flags.file.ifPresent(file -> arguments.add("--dockerfile=" + file));
  }

  private void addOutputs() throws BadArguments {
    boolean push = flags.push;
    for (String output : flags.outputs) {
      DockerOutput parsed = DockerOutput.parse(output);
      parsed.flag().ifPresent(arguments::add);
      push |= parsed.pushes();
    }
    if (!push && flags.outputs.isEmpty()) {
      throw new BadArguments(DockerOutput.NO_STORE);
    }
    flags.tags.forEach(tag -> arguments.add("--destination=" + tag));
    if (!push) {
      arguments.add("--no-push");
    } else if (flags.tags.isEmpty()) {
      throw new BadArguments("a push needs a name: --tag");
    }
  }

  private void addBuild() throws BadArguments {
    addAll("--build-arg", flags.buildArgs);
    addAll("--build-context", flags.buildContexts);
    addAll("--label", flags.labels);
    addAll("--annotation", flags.annotations);
    addAll("--secret", flags.secrets);
    addAll("--ssh", flags.agents);
    add("--target", flags.target);
    add("--iidfile", flags.imageIdFile);
    add("--provenance", flags.provenance);
    add("--sbom", flags.sbom);
    add("--metadata-file", flags.metadataFile);
    addAll("--custom-platform", flags.platforms);
    addCaches();
    switch (flags.progress) {
      case "auto", "plain" -> {}
      case "quiet" -> arguments.add("--verbosity=error");
      default -> throw new BadArguments("--progress: there are auto, plain and quiet");
    }
  }

  /** What others have cached does not grow old for Docker. */
  private void addCaches() {
    addAll("--cache-to", flags.cacheTo);
    if (flags.noCache) {
      arguments.add("--cache=false");
    } else if (!flags.cacheFrom.isEmpty()) {
      addAll("--cache-from", flags.cacheFrom);
      arguments.add("--cache-ttl=" + CENTURIES);
    }
  }

  private void addAll(String flag, List<String> values) {
    values.forEach(value -> arguments.add(flag + "=" + value));
  }

  private void add(String flag, Optional<String> value) {
    value.ifPresent(text -> arguments.add(flag + "=" + text));
  }
}
