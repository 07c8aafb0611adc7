package dev.kaniko.e2e.world;

import dev.kaniko.e2e.process.Outcome;
import dev.kaniko.e2e.process.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs Kubernetes' manifests without a cluster, by {@code podman play kube}, with all its state
 * below one folder. Pods have the machine's network.
 */
public final class PodmanPods implements AutoCloseable {
  /** What keeps a pod's namespaces; podman would otherwise want another package for it. */
  private static final String INFRA_IMAGE = "localhost/infra:1";

  private final Path folder;

  /** Podman wants a path of at most 50 characters for what it has while pods run. */
  private final Path runs;

  private PodmanPods(Path folder, Path runs) {
    this.folder = folder;
    this.runs = runs;
  }

  public static PodmanPods in(Path folder) {
    PodmanPods pods;
    try {
      pods = new PodmanPods(folder, Files.createTempDirectory("pods"));
      Files.writeString(
          folder.resolve("containers.conf"),
          """
          [containers]
          default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
          [engine]
          infra_image = "%s"
          """
              .formatted(INFRA_IMAGE));
      Files.copy(Path.of("/bin/busybox"), folder.resolve("sleep"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Path archive = folder.resolve("infra.tar");
    Program.of("tar", "-C", folder.toString(), "-cf", archive.toString(), "sleep")
        .run()
        .outputOrFail();
    pods.podman("import", "--change=CMD [\"/sleep\", \"100000\"]", archive.toString(), INFRA_IMAGE)
        .outputOrFail();
    return pods;
  }

  /**
   * Makes an image of an archive known.
   *
   * @return its name
   */
  public String load(Path archive) {
    String said = podman("load", "--quiet", "--input", archive.toString()).outputOrFail().strip();
    return said.substring(said.lastIndexOf(": ") + 2);
  }

  /** Runs the pod to the end of its container {@code executor} and gives that one's. */
  public Outcome run(Path manifest, String pod) {
    String container = pod + "-executor";
    podman("play", "kube", "--network=host", manifest.toString()).outputOrFail();
    int exitCode = Integer.parseInt(podman("wait", container).outputOrFail().strip());
    String output = podman("logs", container).outputOrFail();
    podman("pod", "rm", "--force", "--time=0", pod).outputOrFail();
    return new Outcome(List.of("podman", "play", "kube", manifest.toString()), exitCode, output);
  }

  private Outcome podman(String... arguments) {
    List<String> command =
        new ArrayList<>(List.of("podman", "--runtime=runc", "--cgroup-manager=cgroupfs"));
    command.add("--root=" + folder.resolve("root"));
    command.add("--runroot=" + runs.resolve("run"));
    command.add("--tmpdir=" + runs.resolve("tmp"));
    command.addAll(List.of(arguments));
    return Program.of(command)
        .with("CONTAINERS_CONF", folder.resolve("containers.conf").toString())
        .run();
  }

  @Override
  public void close() {
    podman("pod", "rm", "--all", "--force", "--time=0").outputOrFail();
    Program.of("rm", "-rf", "--one-file-system", runs.toString()).run().outputOrFail();
  }
}
