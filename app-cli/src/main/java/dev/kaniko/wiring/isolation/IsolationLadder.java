package dev.kaniko.wiring.isolation;

import dev.kaniko.adapters.rootfs.command.Isolation;
import dev.kaniko.adapters.rootfs.command.KanikoRunCommandRunner;
import dev.kaniko.adapters.rootfs.command.NoCommandRunner;
import dev.kaniko.adapters.rootfs.layer.LayerTars;
import dev.kaniko.adapters.rootfs.root.ImageUnpacker;
import dev.kaniko.adapters.rootfs.root.LayerDecoder;
import dev.kaniko.adapters.rootfs.root.WorkDirectory;
import dev.kaniko.adapters.rootfs.root.assembled.AssembledRootFilesystems;
import dev.kaniko.adapters.rootfs.root.directory.DirectoryRootFilesystems;
import dev.kaniko.adapters.rootfs.root.directory.PlainDwellings;
import dev.kaniko.adapters.rootfs.root.guest.Guest;
import dev.kaniko.adapters.rootfs.root.guest.GuestDwellings;
import dev.kaniko.adapters.rootfs.root.inplace.Pod;
import dev.kaniko.adapters.rootfs.root.inplace.PodDwellings;
import dev.kaniko.adapters.rootfs.root.overlay.OverlayRootFilesystems;
import dev.kaniko.adapters.rootfs.tar.TarReader;
import dev.kaniko.adapters.rootfs.tree.write.SkippedContent;
import dev.kaniko.cli.options.IsolationOptions;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.listener.BuildListener;
import dev.kaniko.ports.rootfs.CommandRunner.SoleUser;
import dev.kaniko.wiring.isolation.AllowedIsolation.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.function.Consumer;

/** Takes the best isolation of commands that the machine allows, or the one that was asked for. */
public final class IsolationLadder {
  private final WorkDirectory work;
  private final IsolationOptions options;
  private final AllowedIsolation allowed;
  private final Set<FilePath> notTheImages;
  private final Consumer<String> warnings;

  /**
   * @param work taken over by what is opened
   * @param notTheImages paths of this machine that in-place builds must leave alone
   */
  public IsolationLadder(
      WorkDirectory work,
      Container container,
      IsolationOptions options,
      Set<FilePath> notTheImages,
      BuildListener listener) {
    this.work = work;
    this.options = options;
    this.allowed = new AllowedIsolation(work, container, options);
    this.notTheImages = Set.copyOf(notTheImages);
    this.warnings = sentence -> listener.warn(Problem.general(sentence));
  }

  public IsolatedRoots open() {
    return switch (allowed.step()) {
      case OVERLAYS -> overlays(allowed.runner(warnings));
      case DIRECTORIES -> directories(allowed.runner(warnings));
      case IN_PLACE -> inPlace();
      case AS_GUEST -> asGuest();
      case NONE -> none();
    };
  }

  private IsolatedRoots none() {
    return switch (options.wanted()) {
      case AUTO -> withoutCommands(noNamespaces());
      case NAMESPACE ->
          throw new EnvironmentFailure(
              "--isolation=namespace: this machine does not allow it: " + noNamespaces(),
              "give the container CAP_SYS_ADMIN, or leave the flag out");
      case IN_PLACE -> {
        Refusal refusal = allowed.refusalInPlace().orElseThrow();
        throw new EnvironmentFailure(
            "commands are not run in place here: " + refusal.reason(), refusal.hint());
      }
    };
  }

  private String noNamespaces() {
    return switch (allowed.namespace()) {
      case Isolation.Refused(String reason) -> reason;
      case Isolation.Possible _ -> "it was refused a moment ago";
    };
  }

  private IsolatedRoots overlays(KanikoRunCommandRunner runner) {
    return new IsolatedRoots(
        "namespace, with overlayfs", new OverlayRootFilesystems(work, decoder(), warnings), runner);
  }

  private IsolatedRoots directories(KanikoRunCommandRunner runner) {
    String why = allowed.noOverlays().orElse("");
    return new IsolatedRoots(
        "namespace, without overlayfs (" + why + "): snapshots are slower",
        new DirectoryRootFilesystems(new PlainDwellings(work), decoder(), warnings),
        runner);
  }

  private IsolatedRoots inPlace() {
    ReadableSecrets secrets = ReadableSecrets.of(allowed.container());
    secrets.warning().ifPresent(warnings);
    secrets.closeOwnFolder();
    Pod pod = Pod.ofThisProcess(notTheImages);
    return new IsolatedRoots(
        "in place: commands run in this container's own root",
        new DirectoryRootFilesystems(
            new PodDwellings(work, pod, options.cleanup(), warnings), decoder(), warnings),
        allowed.runner(warnings));
  }

  private IsolatedRoots asGuest() {
    ReadableSecrets.of(allowed.container()).warning().ifPresent(warnings);
    Guest guest = Guest.ofThisProcess();
    Pod pod = Pod.ofThisProcess(notTheImages);
    return new IsolatedRoots(
        "in place, as user "
            + guest.uid()
            + ": commands run in this container's own root, as this user only",
        new DirectoryRootFilesystems(
            new GuestDwellings(work, pod, guest, warnings), decoder(), warnings),
        allowed.runner(warnings).onlyAs(new SoleUser(guest.uid(), guest.gid(), guest.groups())));
  }

  private IsolatedRoots withoutCommands(String noNamespaces) {
    Refusal inPlace = allowed.refusalInPlace().orElseThrow();
    ImageUnpacker unpacker = new ImageUnpacker(decoder(), new SkippedContent(warnings));
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

  public static LayerDecoder decoder() {
    return new Decoder(LayerTars.generous());
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
