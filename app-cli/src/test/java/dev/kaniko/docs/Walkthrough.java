package dev.kaniko.docs;

import dev.kaniko.docs.MarkdownFile.Fence;
import dev.kaniko.e2e.process.Outcome;
import dev.kaniko.e2e.process.Program;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The commands of a document's first section, each with the output that it promises. */
record Walkthrough(List<Step> steps) {

  record Step(String command, String promise) {}

  /** Takes blocks of language "sh" for commands and the "text" block behind each for its output. */
  static Walkthrough of(MarkdownFile document) {
    List<Fence> first = document.fences().stream().filter(f -> f.section() == 1).toList();
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i + 1 < first.size(); i++) {
      if (first.get(i).language().equals("sh") && first.get(i + 1).language().equals("text")) {
        steps.add(new Step(first.get(i).text(), first.get(i + 1).text()));
      }
    }
    return new Walkthrough(steps);
  }

  /**
   * Runs the commands in turn, until one does not do as promised.
   *
   * @return what it did instead; empty when all is well
   */
  String departure(Path folder, Map<String, String> environment) {
    for (Step step : steps) {
      Program shell = Program.of("sh", "-c", step.command()).in(folder);
      for (Map.Entry<String, String> variable : environment.entrySet()) {
        shell = shell.with(variable.getKey(), variable.getValue());
      }
      Outcome outcome = shell.run();
      if (!outcome.succeeded()
          || !comparable(outcome.output()).equals(comparable(step.promise()))) {
        return "%s%nended with %d and wrote%n%s"
            .formatted(step.command(), outcome.exitCode(), outcome.output());
      }
    }
    return "";
  }

  /**
   * The lines without what differs from build to build, sorted: stages are built side by side, and
   * which of them is the first to say something is open.
   */
  private static List<String> comparable(String output) {
    return output
        .replaceAll("\u001b\\[[0-9;]*m", "")
        .replaceAll("(?m)^([A-Z]{4})\\[\\d{4}\\]", "$1[SECONDS]")
        .replaceAll("\\d+(\\.\\d+)?s\\b", "TIME")
        .replaceAll("\\d+(\\.\\d+)? [kM]?B\\b", "SIZE")
        .replaceAll("sha256:[0-9a-f]{64}", "DIGEST")
        .replaceAll("Isolation: namespace, .*", "Isolation: namespace")
        .lines()
        .sorted()
        .toList();
  }
}
