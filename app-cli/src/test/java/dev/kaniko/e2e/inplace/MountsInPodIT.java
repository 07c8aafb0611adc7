package dev.kaniko.e2e.inplace;

import dev.kaniko.e2e.builder.BuildRequest;
import dev.kaniko.e2e.image.ImageName;
import dev.kaniko.e2e.world.SharedWorld;
import dev.kaniko.e2e.world.TestWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mounts where clusters put them, in the way of what the images have there. */
@ExtendWith(SharedWorld.class)
class MountsInPodIT {
  private final TestWorld world;
  private final Pods pods;
  private final Path account;

  MountsInPodIT(TestWorld world) throws IOException {
    this.world = world;
    this.pods = new Pods(world);
    this.account = world.newFolder("account");
    Files.writeString(account.resolve("token"), "of the pod");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run-below-var-run",
        "base-with-machine-paths",
        "base-with-links-for-directories",
        "three-distributions"
      })
  void a_service_account_s_files_change_nothing_in_an_image(String name) {
    assertSameWith(
        name, "--volume=" + account + ":/var/run/secrets/kubernetes.io/serviceaccount:ro");
  }

  /** A directory that holds a mount cannot become the link that the base has there. */
  @ParameterizedTest
  @ValueSource(strings = {"/usr/etc/deep", "/opt/kaniko/deep", "/etc", "/lib/modules"})
  void a_volume_elsewhere_changes_nothing_either(String mountPoint) {
    assertSameWith("base-with-links-for-directories", "--volume=" + account + ":" + mountPoint);
  }

  private void assertSameWith(String name, String option) {
    BuildRequest request = pods.ofCorpus(name);
    ImageName image = world.registry().image("mounts-" + name, "pod");
    Instant start = Instant.now();
    pods.executor().with(option).push(request, image).outputOrFail();
    pods.assertSameAsInNamespaces(request, image, start);
  }
}
