package dev.kaniko.e2e.corpus;

import dev.kaniko.e2e.difference.AcceptedDifferences;
import dev.kaniko.e2e.world.TestWorld;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.stream.Stream;

/** The folder {@code src/test/corpus}. */
public final class Corpus {
  private static final String EVERYTHING = "*";

  private final Path folder = TestWorld.sources().resolve("corpus");
  private final String wanted;

  /** All of it, or what the glob in {@code kaniko.e2e.cases} matches: {@code {copy,add}-*}. */
  public Corpus() {
    this(System.getProperty("kaniko.e2e.cases", EVERYTHING));
  }

  Corpus(String wanted) {
    this.wanted = wanted;
  }

  public List<CorpusCase> cases() {
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + wanted);
    try (Stream<Path> all = Files.list(folder)) {
      List<CorpusCase> cases =
          all.filter(Files::isDirectory)
              .filter(one -> matcher.matches(one.getFileName()))
              .sorted()
              .map(CorpusCase::new)
              .toList();
      if (cases.isEmpty()) {
        throw new AssertionError("no case in " + folder + " matches " + wanted);
      }
      return cases;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + folder, e);
    }
  }

  public CorpusCase named(String name) {
    return new CorpusCase(folder.resolve(name));
  }

  public boolean isComplete() {
    return wanted.equals(EVERYTHING);
  }

  public AcceptedDifferences acceptedDifferences(String builder) {
    return AcceptedDifferences.read(folder.resolve("accepted-differences.txt"), builder);
  }
}
