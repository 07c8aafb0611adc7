package dev.kaniko.domain.dockerfile;

import dev.kaniko.domain.dockerfile.instruction.ArgInstruction;
import java.util.List;

/**
 * A parsed Dockerfile.
 *
 * @param name for messages
 * @param escape the escape token, {@code \} or {@code `}: it also rules word expansion
 * @param globalArgs those before the first FROM
 * @param stages at least one
 */
public record Dockerfile(
    String name, char escape, List<ArgInstruction> globalArgs, List<Stage> stages) {
  public Dockerfile {
    globalArgs = List.copyOf(globalArgs);
    stages = List.copyOf(stages);
  }
}
