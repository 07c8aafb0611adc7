package dev.kaniko.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.e2e.builder.Builders;
import dev.kaniko.e2e.corpus.Corpus;
import dev.kaniko.e2e.difference.AcceptedDifferences;
import dev.kaniko.e2e.image.ImageReader;
import dev.kaniko.e2e.world.SharedWorld;
import dev.kaniko.e2e.world.TestWorld;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** The same in an ordinary container, in place, as on a machine, in namespaces. */
@ExtendWith(SharedWorld.class)
class ContainerCorpusIT {

  @TestFactory
  Stream<DynamicTest> each_folder_becomes_the_image_that_it_becomes_in_namespaces(TestWorld world) {
    Corpus corpus = new Corpus();
    ImageReader reader = new ImageReader();
    AcceptedDifferences accepted = corpus.acceptedDifferences("in-place");
    Comparison comparison =
        new Comparison(
            world, Builders.executor(world), Builders.container(world), reader, accepted);
    Stream<DynamicTest> cases =
        corpus.cases().stream()
            .map(one -> DynamicTest.dynamicTest(one.name(), () -> comparison.check(one)));
    DynamicTest lastly =
        DynamicTest.dynamicTest(
            "every accepted difference was met", () -> assertThat(accepted.unmet()).isEmpty());
    return Stream.concat(cases, corpus.isComplete() ? Stream.of(lastly) : Stream.empty())
        .onClose(reader::close);
  }
}
