package dev.kaniko.scoreboard;

import dev.kaniko.e2e.corpus.Corpus;
import dev.kaniko.e2e.corpus.CorpusCase;
import dev.kaniko.scoreboard.Outcomes.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The page {@code docs/scoreboard.md}: the rows with what the tests say of each. */
final class Scoreboard {
  private static final String START =
      """
      # What it does, beside other builders

      This page is made of the results of the tests, by `ScoreboardIT`. A row says "yes" where all
      tests of it have passed that this project runs on a machine (with namespaces) and in a pod (an
      ordinary container without any privilege), and "refused" where a test has seen that it is
      refused with a message. What is behind the names: folders of `app-cli/src/test/corpus`, whose
      images are compared with those of Docker's BuildKit file by file, and methods of integration
      tests. The others' columns are about kaniko 1.24, buildah 1.44 and BuildKit 0.32.
      """;

  private final List<String> lines;
  private final List<Outcome> outcomes;
  private final Map<String, CorpusCase> cases;

  /**
   * @param lines of {@code scoreboard.txt}
   */
  Scoreboard(List<String> lines, List<Outcome> outcomes) {
    this.lines = List.copyOf(lines);
    this.outcomes = List.copyOf(outcomes);
    this.cases =
        new Corpus().cases().stream().collect(Collectors.toMap(CorpusCase::name, it -> it));
  }

  String page() {
    StringBuilder page = new StringBuilder(START);
    for (String line : lines) {
      if (line.startsWith("## ")) {
        page.append('\n').append(line).append("\n\n");
        page.append("| | | kaniko | buildah | BuildKit | on a machine | in a pod | shown by |\n");
        page.append("|---|---|---|---|---|---|---|---|\n");
      } else if (!line.isBlank() && !line.startsWith("#")) {
        page.append(shown(Row.of(line))).append('\n');
      }
    }
    return page.toString();
  }

  /** The rows of which no test is known, or not all of whose tests have passed. */
  List<String> unproved() {
    return lines.stream()
        .filter(line -> line.matches("[A-Z]\\d\\d .*"))
        .map(Row::of)
        .map(Row::id)
        .filter(id -> of(id).isEmpty() || !of(id).stream().allMatch(Outcome::passed))
        .toList();
  }

  private String shown(Row row) {
    List<Outcome> all = of(row.id());
    List<String> cells = new ArrayList<>(List.of(row.id(), feature(row)));
    cells.addAll(row.others());
    cells.add(verdict(all, false));
    cells.add(verdict(all, true));
    cells.add(
        all.stream().map(Scoreboard::place).distinct().sorted().collect(Collectors.joining(", ")));
    return "| " + String.join(" | ", cells) + " |";
  }

  private static String feature(Row row) {
    return row.feature() + row.leftOut().map(it -> " (" + it + ")").orElse("");
  }

  private String verdict(List<Outcome> all, boolean inPod) {
    List<Outcome> ours = all.stream().filter(it -> isOfPod(it) == inPod).toList();
    if (ours.isEmpty()) {
      return "–";
    }
    if (!ours.stream().allMatch(Outcome::passed)) {
      return "no";
    }
    long refused = ours.stream().filter(it -> isRefused(it, inPod)).count();
    return refused == 0 ? "yes" : refused == ours.size() ? "refused" : "yes, a part refused";
  }

  /** A case that fails for every builder is a mistake that is found: that is as it should be. */
  private boolean isRefused(Outcome outcome, boolean inPod) {
    CorpusCase one = cases.get(outcome.name());
    return inPod
        && one != null
        && one.culprit("container").isPresent()
        && one.culprit("executor").isEmpty();
  }

  private static String place(Outcome outcome) {
    return outcome.type().equals("CorpusIT")
        ? "`" + outcome.name() + "`"
        : "`" + outcome.type() + "." + outcome.method() + "`";
  }

  private static boolean isOfPod(Outcome outcome) {
    return outcome.tags().contains("pod") || outcome.method().contains("_in_a_pod_");
  }

  private List<Outcome> of(String id) {
    Map<String, Outcome> found = new TreeMap<>();
    for (Outcome outcome : outcomes) {
      CorpusCase one = outcome.type().equals("CorpusIT") ? cases.get(outcome.name()) : null;
      if (outcome.tags().contains(id) || (one != null && one.shows().contains(id))) {
        found.put(outcome.method() + outcome.name(), outcome);
      }
    }
    return List.copyOf(found.values());
  }
}
