package dev.kaniko.wiring.isolation;

import dev.kaniko.adapters.rootfs.command.Isolation;
import dev.kaniko.adapters.rootfs.linux.ThisProcess;
import dev.kaniko.adapters.rootfs.root.WorkDirectory;
import dev.kaniko.adapters.rootfs.root.inplace.MountPoints;
import dev.kaniko.cli.options.IsolationOptions;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.ports.diagnosis.Finding;
import dev.kaniko.ports.diagnosis.Probe;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.wiring.isolation.AllowedIsolation.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How a build would run commands here, and why not better.
 *
 * @param directory the work directory, which is made if it is missing, as a build does
 */
public record IsolationProbe(Path directory, Container container, IsolationOptions options)
    implements Probe {

  @Override
  public String subject() {
    return "isolation";
  }

  @Override
  public List<Finding> findings() {
    try (WorkDirectory work = WorkDirectory.open(directory)) {
      AllowedIsolation allowed = new AllowedIsolation(work, container, options);
      List<Finding> findings = new ArrayList<>();
      findings.add(place());
      findings.add(overlays(allowed.noOverlays()));
      findings.addAll(namespaces(allowed.namespace()));
      findings.add(inPlace(allowed.refusalInPlace()));
      findings.add(taken(allowed.step()));
      return findings;
    } catch (IOException e) {
      throw new EnvironmentFailure("cannot clean up " + directory + ": " + e.getMessage(), e);
    }
  }

  private Finding place() {
    if (container.isExecutorImage()) {
      return Finding.ok("this is a container of the executor's own image");
    }
    return container.isContainer()
        ? Finding.note("this is a container of another image than the executor's")
        : Finding.note("this is no container");
  }

  private static Finding overlays(Optional<String> missing) {
    return missing
        .map(why -> Finding.no("roots cannot be overlays: " + why))
        .orElse(Finding.ok("roots can be overlays in the work directory"));
  }

  private static List<Finding> namespaces(Isolation isolation) {
    return switch (isolation) {
      case Isolation.Refused(String reason) ->
          List.of(Finding.no("commands cannot have namespaces of their own: " + reason));
      case Isolation.Possible(boolean _, List<String> without) -> {
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok("commands can have namespaces of their own"));
        without.forEach(what -> findings.add(Finding.note("in namespaces, not allowed: " + what)));
        yield findings;
      }
    };
  }

  private static Finding inPlace(Optional<Refusal> refusal) {
    return refusal
        .map(it -> Finding.no("commands cannot run in place: " + it.reason()))
        .orElse(
            ThisProcess.effectiveUser() == 0
                ? Finding.ok("commands can run in place, in this container's own root")
                : Finding.note("commands can run in place as the executor's own user only"));
  }

  private Finding taken(AllowedIsolation.Step step) {
    return switch (step) {
      case OVERLAYS -> Finding.ok("a build runs commands in namespaces, with overlayfs");
      case DIRECTORIES ->
          Finding.ok("a build runs commands in namespaces, without overlayfs: slower snapshots");
      case IN_PLACE -> Finding.ok("a build runs commands in place");
      case AS_GUEST -> asGuest();
      case NONE ->
          switch (options.wanted()) {
            case AUTO ->
                Finding.no(
                    "a build runs no commands: a Dockerfile with RUN is refused, others work");
            case NAMESPACE, IN_PLACE ->
                Finding.no("a build with this --isolation ends before it begins");
          };
    };
  }

  /** Without root the files of an image are laid where the user may write, and nowhere else. */
  private Finding asGuest() {
    String user = "user " + ThisProcess.effectiveUser();
    List<String> places = places();
    return places.isEmpty()
        ? Finding.no(
            "a build runs commands as "
                + user
                + " only, who may put no image's files into /: a Dockerfile with RUN is refused,"
                + " others work")
        : Finding.ok(
            "a build runs commands in place, as "
                + user
                + " only, over images whose files have room in "
                + String.join(", ", places));
  }

  private List<String> places() {
    Path root = Path.of("/");
    try (Stream<Path> entries = Files.list(root)) {
      if (Files.isWritable(root)) {
        return List.of("/");
      }
      Set<FilePath> mounted = MountPoints.below(FilePath.ROOT);
      return entries
          .filter(entry -> Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))
          .filter(entry -> Files.isWritable(entry) && !container.home().equals(entry))
          .map(Path::toString)
          .filter(entry -> !mounted.contains(FilePath.ofText(entry)))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new EnvironmentFailure("cannot look at the container's root: " + e.getMessage(), e);
    }
  }
}
