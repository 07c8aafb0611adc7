package dev.kaniko.wiring;

import dev.kaniko.adapters.rootfs.command.HostNames;
import dev.kaniko.adapters.rootfs.command.Isolation;
import dev.kaniko.adapters.rootfs.command.KanikoRunCommandRunner;
import dev.kaniko.adapters.rootfs.command.NoCommandRunner;
import dev.kaniko.adapters.rootfs.layer.LayerTars;
import dev.kaniko.adapters.rootfs.linux.ThisProcess;
import dev.kaniko.adapters.rootfs.root.ImageUnpacker;
import dev.kaniko.adapters.rootfs.root.LayerDecoder;
import dev.kaniko.adapters.rootfs.root.WorkDirectory;
import dev.kaniko.adapters.rootfs.root.assembled.AssembledRootFilesystems;
import dev.kaniko.adapters.rootfs.root.directory.DirectoryRootFilesystems;
import dev.kaniko.adapters.rootfs.root.directory.PlainDwellings;
import dev.kaniko.adapters.rootfs.root.inplace.Pod;
import dev.kaniko.adapters.rootfs.root.inplace.PodDwellings;
import dev.kaniko.adapters.rootfs.root.overlay.OverlayRootFilesystems;
import dev.kaniko.adapters.rootfs.root.overlay.OverlaySupport;
import dev.kaniko.adapters.rootfs.tar.TarReader;
import dev.kaniko.adapters.rootfs.tree.write.SkippedContent;
import dev.kaniko.cli.IsolationOptions;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.listener.BuildListener;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Takes the best isolation of commands that the machine allows, or the one that was asked for. */
final class IsolationLadder {
  private final WorkDirectory work;
  private final Container container;
  private final IsolationOptions options;
  private final Set<FilePath> notTheImages;
  private final Consumer<String> warnings;

  /**
   * @param work taken over by what is opened
   * @param notTheImages paths of this machine that in-place builds must leave alone
   */
  IsolationLadder(
      WorkDirectory work,
      Container container,
      IsolationOptions options,
      Set<FilePath> notTheImages,
      BuildListener listener) {
    this.work = work;
    this.container = container;
    this.options = options;
    this.notTheImages = Set.copyOf(notTheImages);
    this.warnings = sentence -> listener.warn(Problem.general(sentence));
  }

  IsolatedRoots open() {
    return switch (options.wanted()) {
      case NAMESPACE -> namespace();
      case IN_PLACE -> inPlace();
      case AUTO -> best();
    };
  }

  private IsolatedRoots best() {
    KanikoRunCommandRunner runner = runner();
    if (OverlaySupport.missing(work).isEmpty()) {
      return overlays(runner);
    }
    return switch (runner.isolation()) {
      case Isolation.Possible _ -> directories(runner);
      case Isolation.Refused(String reason) ->
          refusalInPlace().isEmpty() ? inPlace() : withoutCommands(reason);
    };
  }

  private IsolatedRoots namespace() {
    KanikoRunCommandRunner runner = runner();
    if (OverlaySupport.missing(work).isEmpty()) {
      return overlays(runner);
    }
    return switch (runner.isolation()) {
      case Isolation.Possible _ -> directories(runner);
      case Isolation.Refused(String reason) ->
          throw new EnvironmentFailure(
              "--isolation=namespace: this machine does not allow it: " + reason,
              "give the container CAP_SYS_ADMIN, or leave the flag out");
    };
  }

  private IsolatedRoots overlays(KanikoRunCommandRunner runner) {
    return new IsolatedRoots(
        "namespace, with overlayfs",
        new OverlayRootFilesystems(work, new Decoder(LayerTars.generous()), warnings),
        runner);
  }

  private IsolatedRoots directories(KanikoRunCommandRunner runner) {
    String why = OverlaySupport.missing(work).orElse("");
    return new IsolatedRoots(
        "namespace, without overlayfs (" + why + "): snapshots are slower",
        new DirectoryRootFilesystems(
            new PlainDwellings(work), new Decoder(LayerTars.generous()), warnings),
        runner);
  }

  private IsolatedRoots inPlace() {
    Optional<Refusal> refusal = refusalInPlace();
    if (refusal.isPresent()) {
      throw new EnvironmentFailure(
          "commands are not run in place here: " + refusal.get().reason(), refusal.get().hint());
    }
    ReadableSecrets secrets = ReadableSecrets.of(container);
    secrets.warning().ifPresent(warnings);
    secrets.closeOwnFolder();
    Pod pod = Pod.ofThisProcess(notTheImages);
    return new IsolatedRoots(
        "in place: commands run in this container's own root",
        new DirectoryRootFilesystems(
            new PodDwellings(work, pod, options.cleanup(), warnings),
            new Decoder(LayerTars.generous()),
            warnings),
        runner());
  }

  private record Refusal(String reason, String hint) {}

  /** In place everything in the root is removed: never on a machine of somebody's. */
  private Optional<Refusal> refusalInPlace() {
    if (ThisProcess.effectiveUser() != 0) {
      return Optional.of(
          new Refusal("the executor does not run as root", "let the container run as its user 0"));
    }
    if (container.isExecutorImage()) {
      return Optional.empty();
    }
    if (!container.isContainer()) {
      return Optional.of(
          new Refusal(
              "this is no container, or one that sees the processes of its machine, and all its"
                  + " files would be replaced by the image's",
              "run the executor's own image, or as root on a machine that allows namespaces"));
    }
    return options.force()
        ? Optional.empty()
        : Optional.of(
            new Refusal(
                "this is not the executor's own image, and its files would be replaced by the"
                    + " image's",
                "run the executor's own image, or give up this container's files with --force"));
  }

  private IsolatedRoots withoutCommands(String noNamespaces) {
    Refusal inPlace = refusalInPlace().orElseThrow();
    ImageUnpacker unpacker =
        new ImageUnpacker(new Decoder(LayerTars.generous()), new SkippedContent(warnings));
    return new IsolatedRoots(
        "none: layers are put together, and no command can be run",
        new AssembledRootFilesystems(work, unpacker),
        new NoCommandRunner(
            "commands can be run neither in namespaces ("
                + noNamespaces
                + ") nor in place ("
                + inPlace.reason()
                + ")",
            inPlace.hint()));
  }

  private KanikoRunCommandRunner runner() {
    Path helper = container.home().resolve("libexec/kaniko-run");
    try {
      return new KanikoRunCommandRunner(helper, work.newDirectory(), HostNames.byDefault());
    } catch (IOException e) {
      throw new EnvironmentFailure("cannot make a directory to work in: " + e.getMessage(), e);
    }
  }

  /** Reads base layers within generous limits. */
  private record Decoder(LayerTars tars) implements LayerDecoder {
    @Override
    public InputStream uncompressed(InputStream blob) throws IOException {
      return tars.uncompressed(blob);
    }

    @Override
    public TarReader entries(InputStream tar) {
      return tars.entries(tar);
    }
  }
}
