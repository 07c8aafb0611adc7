package dev.kaniko.wiring.isolation;

import dev.kaniko.adapters.rootfs.command.HostNames;
import dev.kaniko.adapters.rootfs.command.Isolation;
import dev.kaniko.adapters.rootfs.command.KanikoRunCommandRunner;
import dev.kaniko.adapters.rootfs.linux.ThisProcess;
import dev.kaniko.adapters.rootfs.root.WorkDirectory;
import dev.kaniko.adapters.rootfs.root.overlay.OverlaySupport;
import dev.kaniko.cli.options.IsolationOptions;
import dev.kaniko.ports.failure.EnvironmentFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What this machine allows commands, found out by trying, and what a build makes of it.
 *
 * @param work where trials are made
 */
record AllowedIsolation(WorkDirectory work, Container container, IsolationOptions options) {
  private static final Path ROOT = Path.of("/");

  /** The ways to run commands, the best first. */
  enum Step {
    OVERLAYS,
    DIRECTORIES,
    IN_PLACE,
    /** In place, by an executor that is not root: as its own user only. */
    AS_GUEST,
    /** No command can be run. */
    NONE
  }

  /** What is in the way, and what to do about it. */
  record Refusal(String reason, String hint) {}

  /** The step that a build takes; trials stop at the first that is possible. */
  Step step() {
    return switch (options.wanted()) {
      case AUTO -> namespaces().or(this::inPlace).orElse(Step.NONE);
      case NAMESPACE -> namespaces().orElse(Step.NONE);
      case IN_PLACE -> inPlace().orElse(Step.NONE);
    };
  }

  private Optional<Step> namespaces() {
    if (noOverlays().isEmpty()) {
      return Optional.of(Step.OVERLAYS);
    }
    return switch (namespace()) {
      case Isolation.Possible _ -> Optional.of(Step.DIRECTORIES);
      case Isolation.Refused _ -> Optional.empty();
    };
  }

  private Optional<Step> inPlace() {
    if (refusalInPlace().isPresent()) {
      return Optional.empty();
    }
    return Optional.of(ThisProcess.effectiveUser() == 0 ? Step.IN_PLACE : Step.AS_GUEST);
  }

  /** Why roots cannot be overlays; empty when they can. */
  Optional<String> noOverlays() {
    return OverlaySupport.missing(work);
  }

  Isolation namespace() {
    // A trial mounts nothing that there could be something to say about.
    return runner(_ -> {}).isolation();
  }

  /** In place everything in the root is removed: never on a machine of somebody's. */
  Optional<Refusal> refusalInPlace() {
    if (container.isExecutorImage()) {
      return refusalByRoot();
    }
    if (!container.isContainer()) {
      return Optional.of(
          new Refusal(
              "this is no container, or one that sees the processes of its machine, and all its"
                  + " files would be replaced by the image's",
              "run the executor's own image, or as root on a machine that allows namespaces"));
    }
    return options.force()
        ? refusalByRoot()
        : Optional.of(
            new Refusal(
                "this is not the executor's own image, and its files would be replaced by the"
                    + " image's",
                "run the executor's own image, or give up this container's files with --force"));
  }

  /** Better said at the start than when the first base is unpacked. */
  private static Optional<Refusal> refusalByRoot() {
    try {
      // Who is not root may write to directories below it; each image tells whether that will do.
      boolean mayWrite = ThisProcess.effectiveUser() != 0 || Files.isWritable(ROOT);
      return mayWrite && !Files.getFileStore(ROOT).isReadOnly()
          ? Optional.empty()
          : Optional.of(
              new Refusal(
                  "the container's root cannot be written to",
                  "give the container the usual capabilities and a root that is not read-only"));
    } catch (IOException e) {
      throw new EnvironmentFailure("cannot look at the container's root: " + e.getMessage(), e);
    }
  }

  /**
   * @param warnings hears sentences for the user
   */
  KanikoRunCommandRunner runner(Consumer<String> warnings) {
    Path helper = container.home().resolve("libexec/kaniko-run");
    try {
      return new KanikoRunCommandRunner(
          helper, work.newDirectory(), HostNames.byDefault(), warnings);
    } catch (IOException e) {
      throw new EnvironmentFailure("cannot make a directory to work in: " + e.getMessage(), e);
    }
  }
}
