package dev.kaniko.docs;

import dev.kaniko.cli.caches.CacheCommandFlags;
import dev.kaniko.cli.caches.WarmerFlags;
import dev.kaniko.cli.docker.DockerFlags;
import dev.kaniko.cli.flags.ExecutorFlags;
import dev.kaniko.cli.flags.UnbuiltFlags;
import dev.kaniko.cli.inspect.CheckFlags;
import dev.kaniko.cli.inspect.PlanFlags;
import dev.kaniko.cli.login.LoginFlags;
import dev.kaniko.domain.dockerfile.DockerfileParser;
import dev.kaniko.domain.source.InvalidDockerfile;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The flags of the command lines and of the Dockerfile language, as the code has them. */
final class KnownFlags {
  private final Set<String> executor = new HashSet<>(UnbuiltFlags.all().keySet());

  KnownFlags() {
    for (Object flags :
        List.of(
            new ExecutorFlags(),
            new LoginFlags(),
            new CheckFlags(),
            new PlanFlags(),
            new WarmerFlags(),
            new CacheCommandFlags(),
            new DockerFlags())) {
      for (OptionSpec option : new CommandLine(flags).getCommandSpec().options()) {
        executor.addAll(Set.of(option.names()));
      }
    }
  }

  /** Whether the executor has the flag, or refuses it by its name. */
  boolean ofExecutor(String flag) {
    return executor.contains(flag);
  }

  /** Whether the parser knows this flag of this instruction. */
  boolean ofInstruction(String keyword, String flag) {
    String line = keyword.equals("FROM") ? "" : "FROM scratch\n";
    String arguments = keyword.equals("HEALTHCHECK") ? " CMD true" : " a b";
    String dockerfile = line + keyword + " " + flag + "=x" + arguments + "\n";
    try {
      var _ = DockerfileParser.parse("Dockerfile", dockerfile.getBytes(StandardCharsets.UTF_8));
      return true;
    } catch (InvalidDockerfile e) {
      return e.problems().stream().noneMatch(p -> p.message().contains("unknown flag"));
    }
  }
}
