package dev.kaniko.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.e2e.builder.ImageBuilder;
import dev.kaniko.e2e.corpus.CorpusCase;
import dev.kaniko.e2e.difference.AcceptedDifferences;
import dev.kaniko.e2e.difference.BuiltImage;
import dev.kaniko.e2e.difference.ImageDifference;
import dev.kaniko.e2e.difference.ImageLaws;
import dev.kaniko.e2e.image.ImageReader;
import dev.kaniko.e2e.process.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares the image that a builder makes of a case with the reference's. */
record Comparison(
    Attempts attempts,
    ImageBuilder reference,
    ImageBuilder subject,
    ImageReader reader,
    AcceptedDifferences accepted) {

  void check(CorpusCase one) {
    Attempt expected = attempts.of(reference, one);
    Attempt actual = attempts.of(subject, one);
    CaseReport report = new CaseReport(one.name() + "-" + subject.name());
    report.add("The reference wrote", expected.outcome().output());
    report.add("The builder under test wrote", actual.outcome().output());
    try {
      boolean referenceFails = failed(one, reference, expected);
      boolean subjectFails = failed(one, subject, actual);
      if (!referenceFails && !subjectFails) {
        images(one, report, expected, actual);
      }
    } finally {
      report.write();
    }
  }

  /** Whether it had to fail; it must say because of what then. */
  private boolean failed(CorpusCase one, ImageBuilder builder, Attempt attempt) {
    Optional<String> culprit = one.culprit(builder.name());
    if (culprit.isEmpty()) {
      return false;
    }
    Outcome outcome = attempt.outcome();
    assertThat(outcome.succeeded())
        .as("%s: success of %s", one.name(), outcome.command())
        .isFalse();
    assertThat(outcome.output()).as("why %s failed", one.name()).contains(culprit.get());
    assertThat(reader.find(attempt.name())).as("%s: what was pushed", one.name()).isEmpty();
    return true;
  }

  private void images(CorpusCase one, CaseReport report, Attempt expected, Attempt actual) {
    BuiltImage wanted = image(expected);
    report.add("The reference built", wanted.image(), attempts.baseLayers());
    BuiltImage found = image(actual);
    report.add("The builder under test built", found.image(), attempts.baseLayers());
    List<String> lines = new ArrayList<>();
    lines.addAll(ImageDifference.between(wanted, found, attempts.baseLayers()));
    lines.addAll(ImageLaws.broken(found.image(), attempts.baseLayers()));
    report.add("All differences, the accepted ones too", String.join("\n", lines));
    List<String> unaccepted = accepted.unaccepted(one.name(), lines);
    if (!unaccepted.isEmpty()) {
      throw new AssertionError(
          "%s differs (see %s):%n%s"
              .formatted(one.name(), report.file(), String.join("\n", unaccepted)));
    }
  }

  private BuiltImage image(Attempt attempt) {
    attempt.outcome().outputOrFail();
    return new BuiltImage(reader.read(attempt.name()), attempt.window());
  }
}
