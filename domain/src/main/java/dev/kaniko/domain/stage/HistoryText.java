package dev.kaniko.domain.stage;

import dev.kaniko.domain.copy.RepositoryLocation;
import dev.kaniko.domain.dockerfile.instruction.AddInstruction;
import dev.kaniko.domain.dockerfile.instruction.CmdInstruction;
import dev.kaniko.domain.dockerfile.instruction.CopyInstruction;
import dev.kaniko.domain.dockerfile.instruction.EntrypointInstruction;
import dev.kaniko.domain.dockerfile.instruction.EnvInstruction;
import dev.kaniko.domain.dockerfile.instruction.ExposeInstruction;
import dev.kaniko.domain.dockerfile.instruction.HealthcheckInstruction;
import dev.kaniko.domain.dockerfile.instruction.Instruction.ConfigInstruction;
import dev.kaniko.domain.dockerfile.instruction.KeyValue;
import dev.kaniko.domain.dockerfile.instruction.LabelInstruction;
import dev.kaniko.domain.dockerfile.instruction.MaintainerInstruction;
import dev.kaniko.domain.dockerfile.instruction.OnBuildInstruction;
import dev.kaniko.domain.dockerfile.instruction.ShellInstruction;
import dev.kaniko.domain.dockerfile.instruction.StopSignalInstruction;
import dev.kaniko.domain.dockerfile.instruction.UserInstruction;
import dev.kaniko.domain.dockerfile.instruction.VolumeInstruction;
import dev.kaniko.domain.dockerfile.syntax.Heredoc;
import dev.kaniko.domain.image.Healthcheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The {@code created_by} of the history, worded as BuildKit words it: scanners read it. */
public final class HistoryText {
  /** What BuildKit puts behind an instruction that went through its solver. */
  private static final String SOLVED = " # buildkit";

  private HistoryText() {}

  /**
   * @param arguments as run: the shell's and the text
   * @param scope before the instruction; its build args become the {@code |N} prefix
   */
  public static String run(List<String> arguments, Scope scope) {
    List<String> words = new ArrayList<>();
    if (!scope.buildArgs().isEmpty()) {
      words.add("|" + scope.buildArgs().size());
    }
    for (Map.Entry<String, Optional<String>> arg : scope.buildArgs().entrySet()) {
      String value = scope.get(arg.getKey()).or(arg::getValue).orElse("");
      words.add(arg.getKey() + "=" + value);
    }
    words.addAll(arguments);
    return "RUN " + String.join(" ", words) + SOLVED;
  }

  public static String copy(CopyInstruction copy) {
    return copied(
        copy.parents() ? "COPY --parents" : "COPY",
        copy.chown(),
        copy.chmod(),
        sources(copy.sources(), copy.heredocs()),
        copy.destination());
  }

  public static String add(AddInstruction add) {
    return copied(
        "ADD", add.chown(), add.chmod(), sources(add.sources(), add.heredocs()), add.destination());
  }

  private static List<String> sources(List<String> named, List<Heredoc> heredocs) {
    return Stream.concat(
            named.stream().map(RepositoryLocation::withoutCredentials),
            heredocs.stream().map(it -> "<<" + it.name()))
        .toList();
  }

  private static String copied(
      String keyword,
      Optional<String> chown,
      Optional<String> chmod,
      List<String> sources,
      String destination) {
    return keyword
        + chown.map(c -> " --chown=" + c).orElse("")
        + chmod.map(c -> " --chmod=" + c).orElse("")
        + sources.stream().map(s -> " " + s).collect(Collectors.joining())
        + " "
        + destination
        + SOLVED;
  }

  /**
   * @param path absolute, as it is from now on
   */
  public static String workdir(String path) {
    return "WORKDIR " + path;
  }

  /**
   * @param values of the names that one ARG declares, in their order
   */
  public static String arg(SequencedMap<String, Optional<String>> values) {
    return values.entrySet().stream()
        .map(arg -> " " + arg.getKey() + arg.getValue().map(v -> "=" + v).orElse(""))
        .collect(Collectors.joining("", "ARG", ""));
  }

  /** Empty for ONBUILD, which leaves no trace in the history. */
  static Optional<String> of(ConfigInstruction instruction, List<String> shell) {
    return switch (instruction) {
      case CmdInstruction cmd ->
          Optional.of("CMD " + GoFormat.quoted(cmd.command().arguments(shell)));
      case EntrypointInstruction entrypoint ->
          Optional.of("ENTRYPOINT " + GoFormat.quoted(entrypoint.command().arguments(shell)));
      case EnvInstruction env -> Optional.of("ENV" + pairs(env.variables()));
      case ExposeInstruction expose -> Optional.of("EXPOSE " + ports(expose.canonicalPorts()));
      case HealthcheckInstruction check ->
          Optional.of("HEALTHCHECK " + healthcheck(check.healthcheck()));
      case LabelInstruction label -> Optional.of("LABEL" + pairs(label.labels()));
      case MaintainerInstruction maintainer -> Optional.of("MAINTAINER " + maintainer.author());
      case OnBuildInstruction _ -> Optional.empty();
      case ShellInstruction sh -> Optional.of("SHELL " + GoFormat.plain(sh.shell()));
      case StopSignalInstruction stop -> Optional.of("STOPSIGNAL " + stop.signal());
      case UserInstruction user -> Optional.of("USER " + user.user());
      case VolumeInstruction volume -> Optional.of("VOLUME " + GoFormat.plain(volume.paths()));
    };
  }

  private static String pairs(List<KeyValue> pairs) {
    return pairs.stream().map(pair -> " " + pair).collect(Collectors.joining());
  }

  private static String ports(SortedSet<String> ports) {
    return ports.stream().map(port -> port + ":{}").collect(Collectors.joining(" ", "map[", "]"));
  }

  private static String healthcheck(Healthcheck check) {
    return "&{"
        + GoFormat.quoted(check.test())
        + " \""
        + GoFormat.duration(check.interval())
        + "\" \""
        + GoFormat.duration(check.timeout())
        + "\" \""
        + GoFormat.duration(check.startPeriod())
        + "\" \""
        + GoFormat.duration(check.startInterval())
        + "\" "
        + GoFormat.quote(check.retries())
        + "}";
  }
}
