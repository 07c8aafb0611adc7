package dev.kaniko.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.e2e.builder.BuildRequest;
import dev.kaniko.e2e.builder.Builders;
import dev.kaniko.e2e.builder.ExecutorProgram;
import dev.kaniko.e2e.builder.ImageBuilder;
import dev.kaniko.e2e.corpus.Corpus;
import dev.kaniko.e2e.image.ImageName;
import dev.kaniko.e2e.process.Program;
import dev.kaniko.e2e.world.SharedWorld;
import dev.kaniko.e2e.world.TestWorld;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Images are made to be read by others. */
@ExtendWith(SharedWorld.class)
class OtherReadersIT {
  private static final String LISTING =
      """
      one 4755 1000:50 2
      two 4755 1000:50 2
      copied 644 0:0 1
      .:
      copied
      link
      old
      one
      two

      ./old:
      new
      one
      """;

  private final TestWorld world;
  private final ImageBuilder builder;
  private final BuildRequest request;

  OtherReadersIT(TestWorld world) {
    this.world = world;
    this.builder = Builders.underTest(world);
    this.request =
        new Corpus()
            .named("other-readers")
            .prepare(world.newFolder("other-readers"), world.registry().address());
  }

  @Test
  @Tag("I13")
  void docker_pulls_and_runs_what_was_pushed() {
    ImageName name = pushed("pulled");
    world.engine().docker("pull", "--quiet", name.toString()).outputOrFail();
    assertThat(run(name)).isEqualTo("hello\nalice\n" + LISTING);
  }

  @Test
  @Tag("I13")
  void docker_loads_and_runs_what_was_saved() {
    ImageName name = world.registry().image("other-readers", "saved");
    Path archive = world.newFolder("saved").resolve("image.tar");
    builder.save(request, archive, name).outputOrFail();
    world.engine().docker("image", "rm", "--force", name.toString()).outputOrFail();
    world.engine().docker("load", "--input", archive.toString()).outputOrFail();
    assertThat(run(name)).isEqualTo("hello\nalice\n" + LISTING);
  }

  @Test
  @Tag("I13")
  void skopeo_copies_and_umoci_unpacks_what_was_pushed() {
    ImageName name = pushed("unpacked");
    Path layout = world.newFolder("layout");
    Program.of(
            "skopeo", "copy", "--src-tls-verify=false", "docker://" + name, "oci:" + layout + ":it")
        .run()
        .outputOrFail();
    Path bundle = world.newFolder("bundle").resolve("bundle");
    Program.of("umoci", "unpack", "--image", layout + ":it", bundle.toString())
        .run()
        .outputOrFail();
    assertThat(
            Program.of(
                    "sh",
                    "-c",
                    "stat -c '%n %a %u:%g %h' one two copied && LC_ALL=C ls -R && readlink link")
                .in(bundle.resolve("rootfs/d"))
                .run()
                .outputOrFail())
        .isEqualTo(LISTING);
  }

  /** Docker 20.10 knows no zstd: what skopeo unpacked is loaded. */
  @Test
  @Tag("I07")
  void skopeo_unpacks_layers_of_zstd_and_docker_runs_them() {
    ImageName name = world.registry().image("other-readers", "zstd");
    ExecutorProgram executor = new ExecutorProgram(world);
    executor
        .run(
            "--context=" + request.context(),
            "--kaniko-dir=" + executor.workDirectory(),
            "--insecure-registry=" + name.registry(),
            "--build-arg=REGISTRY=" + name.registry(),
            "--compression=zstd",
            "--compression-level=9",
            "--destination=" + name)
        .outputOrFail();
    String source = "docker://" + name;
    assertThat(
            Program.of("skopeo", "inspect", "--tls-verify=false", "--raw", source)
                .run()
                .outputOrFail())
        .contains("application/vnd.oci.image.layer.v1.tar+zstd")
        .doesNotContain("docker");
    ImageName loaded = world.registry().image("other-readers", "loaded");
    Path archive = world.newFolder("zstd").resolve("image.tar");
    Path unpacked = archive.resolveSibling("unpacked");
    Program.of(
            "sh",
            "-ec",
            """
            skopeo copy --src-tls-verify=false --dest-decompress %1$s dir:%2$s
            skopeo copy dir:%2$s docker-archive:%3$s:%4$s
            """
                .formatted(source, unpacked, archive, loaded))
        .run()
        .outputOrFail();
    world.engine().docker("load", "--input", archive.toString()).outputOrFail();
    assertThat(run(loaded)).isEqualTo("hello\nalice\n" + LISTING);
  }

  private ImageName pushed(String tag) {
    ImageName name = world.registry().image("other-readers", tag);
    builder.push(request, name).outputOrFail();
    return name;
  }

  private String run(ImageName name) {
    return world
        .engine()
        .docker("run", "--rm", "--network", "host", name.toString())
        .outputOrFail();
  }
}
