package dev.kaniko.adapters.rootfs.diagnosis;

import dev.kaniko.adapters.rootfs.root.inplace.MountPoints;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.ports.diagnosis.Finding;
import dev.kaniko.ports.diagnosis.Probe;
import dev.kaniko.ports.failure.EnvironmentFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Whether the root can be written to, and what is mounted into it. */
public final class RootProbe implements Probe {
  private static final Path ROOT = Path.of("/");

  /** Every container has these, and no image has files there. */
  private static final List<FilePath> THE_KERNELS =
      List.of(FilePath.of("/proc"), FilePath.of("/sys"), FilePath.of("/dev"));

  @Override
  public String subject() {
    return "root";
  }

  @Override
  public List<Finding> findings() {
    try {
      List<Finding> findings = new ArrayList<>();
      findings.add(
          Files.isWritable(ROOT) && !Files.getFileStore(ROOT).isReadOnly()
              ? Finding.ok("/ can be written to")
              : Finding.no("/ cannot be written to"));
      findings.addAll(mounts(MountPoints.below(FilePath.of("/"))));
      return findings;
    } catch (IOException e) {
      throw new EnvironmentFailure("the mounts cannot be read: " + e.getMessage(), e);
    }
  }

  static List<Finding> mounts(Set<FilePath> points) {
    List<String> inTheWay =
        points.stream()
            .filter(point -> THE_KERNELS.stream().noneMatch(point::isAtOrBelow))
            .map(FilePath::toString)
            .toList();
    return List.of(
        inTheWay.isEmpty()
            ? Finding.ok("nothing is mounted that a build in place had to leave alone")
            : Finding.note(
                "mounted, so that a build in place leaves it alone and no layer gets it: "
                    + String.join(", ", inTheWay)));
  }
}
