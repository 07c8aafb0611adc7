package dev.kaniko.cli.inspect;

import dev.kaniko.application.inspect.DockerfilePlan;
import dev.kaniko.application.inspect.PlannedSource;
import dev.kaniko.application.inspect.PlannedStage;
import dev.kaniko.domain.source.QuotedText;

/**
 * A plan as a graph that Graphviz draws: an arrow leads to what is built upon, or with a dashed
 * line to what takes files. Stages that are left out are grey.
 */
final class PlanGraph {
  private PlanGraph() {}

  static String of(DockerfilePlan plan) {
    StringBuilder text = new StringBuilder("digraph plan {\n  rankdir=LR;\n");
    for (PlannedStage stage : plan.stages()) {
      int index = stage.stage().index();
      text.append("  stage").append(index).append(" [shape=box, label=");
      text.append(QuotedText.of(stage.stage().label()));
      text.append(index == plan.target() ? ", peripheries=2" : "");
      text.append(stage.needed() ? "" : ", color=grey, fontcolor=grey").append("];\n");
      stage.base().ifPresent(base -> arrow(base, index, "", text));
      stage.takenFrom().forEach(source -> arrow(source, index, " [style=dashed]", text));
    }
    return text.append("}\n").toString();
  }

  private static void arrow(PlannedSource from, int to, String style, StringBuilder text) {
    String source =
        from.stage().isPresent() ? "stage" + from.stage().getAsInt() : QuotedText.of(from.name());
    text.append("  ").append(source).append(" -> stage").append(to).append(style).append(";\n");
  }
}
