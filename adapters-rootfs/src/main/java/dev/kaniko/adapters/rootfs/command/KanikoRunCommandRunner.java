package dev.kaniko.adapters.rootfs.command;

import dev.kaniko.adapters.rootfs.mount.GivenMounts;
import dev.kaniko.adapters.rootfs.mount.PlacedMounts;
import dev.kaniko.adapters.rootfs.tree.write.SkippedContent;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.ports.command.Command;
import dev.kaniko.ports.command.CommandOutput;
import dev.kaniko.ports.command.CommandResult;
import dev.kaniko.ports.command.CommandResult.NotStarted;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import dev.kaniko.ports.rootfs.CommandRunner;
import dev.kaniko.ports.rootfs.RootMount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs commands through kaniko-run. Several threads may run commands at the same time.
 *
 * <p>In an overlay or a directory a command has its own mount, PID, UTS and IPC namespaces,
 * Docker's default capabilities, and a {@code /dev} of its own; device nodes anywhere else do not
 * work for it. In place it has the pod's, and whatever it leaves running is found and killed.
 */
public final class KanikoRunCommandRunner implements CommandRunner {
  private static final Path ROOT = Path.of("/");

  private final Path program;
  private final Path workDirectory;
  private final HostNames names;
  private final SkippedContent skipped;
  private final Optional<SoleUser> soleUser;

  /**
   * @param program kaniko-run
   * @param workDirectory takes a directory for each command while that runs; for overlays best on
   *     the file system of the layers
   * @param warnings hears sentences for the user
   */
  public KanikoRunCommandRunner(
      Path program, Path workDirectory, HostNames names, Consumer<String> warnings) {
    this(program, workDirectory, names, new SkippedContent(warnings), Optional.empty());
  }

  private KanikoRunCommandRunner(
      Path program,
      Path workDirectory,
      HostNames names,
      SkippedContent skipped,
      Optional<SoleUser> soleUser) {
    this.program = program;
    this.workDirectory = workDirectory;
    this.names = names;
    this.skipped = skipped;
    this.soleUser = soleUser;
  }

  /** The same for a builder who is {@code user}, and has no right to become another. */
  public KanikoRunCommandRunner onlyAs(SoleUser user) {
    return new KanikoRunCommandRunner(program, workDirectory, names, skipped, Optional.of(user));
  }

  @Override
  public Optional<SoleUser> soleUser() {
    return soleUser;
  }

  /**
   * {@inheritDoc}
   *
   * <p>An interruption of the calling thread kills the command at once.
   *
   * @throws EnvironmentFailure when the machine does not allow what a command needs
   * @throws UnsafeContentFailure when the root's own files do not allow it
   * @throws CancellationException when the calling thread is interrupted; it still is then
   */
  @Override
  public CommandResult run(RootMount root, Command command, CommandOutput output) {
    Optional<NotStarted> impossible = impossible(command);
    if (impossible.isPresent()) {
      return impossible.get();
    }
    try (ScratchDirectory scratch = ScratchDirectory.in(workDirectory)) {
      return switch (root) {
        case RootMount.InPlace _ -> runInPlace(root, command, scratch, output);
        case RootMount.Overlay _, RootMount.Directory _ ->
            runIsolated(root, command, scratch, output);
      };
    }
  }

  private CommandResult runIsolated(
      RootMount root, Command command, ScratchDirectory scratch, CommandOutput output) {
    Path sources = scratch.makeDirectory("mounts");
    try (GivenMounts mounts = GivenMounts.prepare(command.mounts(), sources, skipped)) {
      return run(
          task(root, scratch).mounts(mounts.all()).command(command), command, scratch, output);
    }
  }

  private CommandResult runInPlace(
      RootMount root, Command command, ScratchDirectory scratch, CommandOutput output) {
    Path aside = scratch.makeDirectory("aside");
    try (PlacedMounts _ = PlacedMounts.place(command.mounts(), ROOT, aside, ownPlaces(), skipped)) {
      return run(task(root, scratch).command(command), command, scratch, output);
    }
  }

  /** Where this program and its files are. */
  private Set<FilePath> ownPlaces() {
    return Stream.of(program.toAbsolutePath().getParent(), workDirectory)
        .map(path -> FilePath.ofText(path.toAbsolutePath().normalize().toString()))
        .collect(Collectors.toSet());
  }

  private CommandResult run(
      Specification task, Command command, ScratchDirectory scratch, CommandOutput output) {
    if (task.isTooLong()) {
      return new NotStarted(command.arguments().getFirst() + ": argument list too long");
    }
    OutputTail tail = new OutputTail();
    Report report = report(task, scratch, output, tail);
    return Endings.resultOf(report.ending().orElseThrow(), tail);
  }

  /** Whether commands can have roots and namespaces of their own here: tries it. */
  public Isolation isolation() {
    return switch (overlayIsolation()) {
      case Isolation.Possible possible -> possible;
      case Isolation.Refused(String noOverlay) ->
          switch (directoryIsolation()) {
            case Isolation.Possible possible -> withoutOverlays(noOverlay, possible);
            case Isolation.Refused refused -> refused;
          };
    };
  }

  public boolean canIsolate() {
    return switch (isolation()) {
      case Isolation.Possible possible -> true;
      case Isolation.Refused refused -> false;
    };
  }

  private static Isolation withoutOverlays(String reason, Isolation.Possible possible) {
    List<String> without = new ArrayList<>(possible.without());
    without.addFirst(reason);
    return new Isolation.Possible(false, without);
  }

  private Isolation overlayIsolation() {
    try (ScratchDirectory scratch = ScratchDirectory.in(workDirectory)) {
      RootMount root =
          new RootMount.Overlay(
              List.of(scratch.makeDirectory("lower")),
              scratch.makeDirectory("upper"),
              scratch.makeDirectory("work"));
      return isolationOf(root, scratch);
    }
  }

  private Isolation directoryIsolation() {
    try (ScratchDirectory scratch = ScratchDirectory.in(workDirectory)) {
      return isolationOf(new RootMount.Directory(scratch.makeDirectory("stage")), scratch);
    }
  }

  private Isolation isolationOf(RootMount root, ScratchDirectory scratch) {
    Specification task = task(root, scratch).nothingToRun();
    return Endings.isolationOf(report(task, scratch, new Unheard(), new OutputTail()));
  }

  private Specification task(RootMount root, ScratchDirectory scratch) {
    Specification task = new Specification().report(scratch.report()).root(root);
    return switch (root) {
      case RootMount.Overlay overlay -> isolated(task, scratch);
      case RootMount.Directory directory -> isolated(task, scratch);
      case RootMount.InPlace inPlace -> inPlace(task);
    };
  }

  private Specification isolated(Specification task, ScratchDirectory scratch) {
    return task.scratch(scratch.helperDirectory())
        .hostname(names.hostnameOrDefault())
        .bind(scratch.writeResolvConf(), "/etc/resolv.conf")
        .bind(scratch.writeHosts(names), "/etc/hosts");
  }

  private Specification inPlace(Specification task) {
    if (!names.areDefault()) {
      throw new EnvironmentFailure(
          "a command that runs in place has the host names of the pod, and others were asked for",
          "give the build no host names of its own, or run it where commands can be isolated");
    }
    return task;
  }

  private Report report(
      Specification task, ScratchDirectory scratch, CommandOutput output, OutputTail tail) {
    int status = HelperProcess.start(program, output, tail).run(task.bytes());
    Report report = scratch.readReport();
    if (report.ending().isEmpty()) {
      throw new EnvironmentFailure(
          "kaniko-run ended with status " + status + " and without a report: " + tail.lines(),
          "see whether the machine ran out of memory");
    }
    return report;
  }

  /** What no kernel can start, since C's strings end at a NUL. */
  private static Optional<NotStarted> impossible(Command command) {
    boolean hasNul =
        command.arguments().stream().anyMatch(text -> text.indexOf('\0') >= 0)
            || command.environment().entrySet().stream()
                .anyMatch(it -> (it.getKey() + it.getValue()).indexOf('\0') >= 0);
    return hasNul
        ? Optional.of(new NotStarted("an argument or variable holds a NUL character"))
        : Optional.empty();
  }

  private static final class Unheard implements CommandOutput {
    @Override
    public void out(byte[] bytes, int length) {}

    @Override
    public void err(byte[] bytes, int length) {}
  }
}
