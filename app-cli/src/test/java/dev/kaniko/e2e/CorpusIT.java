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
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedWorld.class)
class CorpusIT {

  @TestFactory
  Stream<DynamicTest> each_folder_becomes_the_image_that_buildkit_makes_of_it(TestWorld world) {
    Corpus corpus = new Corpus();
    ImageBuilder subject = Builders.underTest(world);
    AcceptedDifferences accepted = corpus.acceptedDifferences(subject.name());
    ImageReader reader = new ImageReader();
    Comparison comparison =
        new Comparison(world, new DockerBuilder(world.engine()), subject, reader, accepted);
    Stream<DynamicTest> cases =
        corpus.cases().stream()
            .map(one -> DynamicTest.dynamicTest(one.name(), () -> comparison.check(one)));
    return Stream.concat(cases, corpus.isComplete() ? lastly(accepted) : Stream.empty())
        .onClose(reader::close);
  }

  /** An entry that covers nothing would silently cover the next mistake. */
  private static Stream<DynamicTest> lastly(AcceptedDifferences accepted) {
    return Stream.of(
        DynamicTest.dynamicTest(
            "every accepted difference was met", () -> assertThat(accepted.unmet()).isEmpty()));
  }
}
