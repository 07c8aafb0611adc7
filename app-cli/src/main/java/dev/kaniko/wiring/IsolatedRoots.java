package dev.kaniko.wiring;

import dev.kaniko.adapters.rootfs.command.HostNames;
import dev.kaniko.adapters.rootfs.command.KanikoRunCommandRunner;
import dev.kaniko.adapters.rootfs.layer.LayerTars;
import dev.kaniko.adapters.rootfs.root.LayerDecoder;
import dev.kaniko.adapters.rootfs.root.WorkDirectory;
import dev.kaniko.adapters.rootfs.root.directory.DirectoryRootFilesystems;
import dev.kaniko.adapters.rootfs.root.overlay.OverlayRootFilesystems;
import dev.kaniko.adapters.rootfs.root.overlay.OverlaySupport;
import dev.kaniko.adapters.rootfs.tar.TarReader;
import dev.kaniko.cli.Surroundings;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.listener.BuildListener;
import dev.kaniko.ports.rootfs.CommandRunner;
import dev.kaniko.ports.rootfs.RootFilesystems;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** The roots of the stages and what runs commands in them, as this machine allows. */
record IsolatedRoots(RootFilesystems filesystems, CommandRunner commands) implements AutoCloseable {

  /**
   * @param work taken over: closed with this
   */
  static IsolatedRoots open(WorkDirectory work, Surroundings surroundings, BuildListener listener) {
    Consumer<String> warnings = sentence -> listener.warn(Problem.general(sentence));
    Optional<String> noOverlay = OverlaySupport.missing(work);
    RootFilesystems filesystems;
    if (noOverlay.isEmpty()) {
      listener.say("Isolation: namespace, with overlayfs");
      filesystems = new OverlayRootFilesystems(work, new Decoder(LayerTars.generous()), warnings);
    } else {
      listener.say(
          "Isolation: namespace, without overlayfs ("
              + noOverlay.get()
              + "): snapshots are slower");
      filesystems = new DirectoryRootFilesystems(work, new Decoder(LayerTars.generous()), warnings);
    }
    return new IsolatedRoots(filesystems, commands(work, surroundings));
  }

  private static CommandRunner commands(WorkDirectory work, Surroundings surroundings) {
    Path helper = Distribution.home(surroundings).resolve("libexec/kaniko-run");
    try {
      return new KanikoRunCommandRunner(helper, work.newDirectory(), HostNames.byDefault());
    } catch (IOException e) {
      throw new EnvironmentFailure("cannot make a directory to work in: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    filesystems.close();
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
