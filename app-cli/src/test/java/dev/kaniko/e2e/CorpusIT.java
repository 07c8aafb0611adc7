package dev.kaniko.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.e2e.builder.Builders;
import dev.kaniko.e2e.builder.DockerBuilder;
import dev.kaniko.e2e.builder.ImageBuilder;
import dev.kaniko.e2e.corpus.Corpus;
import dev.kaniko.e2e.difference.AcceptedDifferences;
import dev.kaniko.e2e.image.ImageReader;
import dev.kaniko.e2e.world.SharedWorld;
import dev.kaniko.e2e.world.TestWorld;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedWorld.class)
@TestInstance(Lifecycle.PER_CLASS)
class CorpusIT {
  private final Corpus corpus = new Corpus();
  private final ImageReader reader = new ImageReader();
  private final TestWorld world;
  private final Attempts attempts;

  CorpusIT(TestWorld world) {
    this.world = world;
    this.attempts = new Attempts(world);
  }

  @AfterAll
  void close() {
    attempts.close();
    reader.close();
  }

  @TestFactory
  Stream<DynamicTest> each_folder_becomes_the_image_that_buildkit_makes_of_it() {
    ImageBuilder subject = Builders.underTest(world);
    return all(new DockerBuilder(world.engine()), subject, subject.name());
  }

  /** In an ordinary container, in place, as on a machine, in namespaces. */
  @TestFactory
  Stream<DynamicTest> each_folder_becomes_in_a_pod_the_image_that_it_becomes_in_namespaces() {
    return all(Builders.executor(world), Builders.container(world), "in-place");
  }

  private Stream<DynamicTest> all(ImageBuilder reference, ImageBuilder subject, String listed) {
    AcceptedDifferences accepted = corpus.acceptedDifferences(listed);
    Comparison comparison = new Comparison(attempts, reference, subject, reader, accepted);
    Stream<DynamicTest> cases = new CorpusRun(corpus.cases(), comparison::check).tests();
    return Stream.concat(cases, corpus.isComplete() ? lastly(accepted) : Stream.empty());
  }

  /** An entry that covers nothing would silently cover the next mistake. */
  private static Stream<DynamicTest> lastly(AcceptedDifferences accepted) {
    return Stream.of(
        DynamicTest.dynamicTest(
            "every accepted difference was met", () -> assertThat(accepted.unmet()).isEmpty()));
  }
}
