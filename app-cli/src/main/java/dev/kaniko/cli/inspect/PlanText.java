package dev.kaniko.cli.inspect;

import dev.kaniko.application.inspect.DockerfilePlan;
import dev.kaniko.application.inspect.PlannedSource;
import dev.kaniko.application.inspect.PlannedStage;
import dev.kaniko.domain.source.QuotedText;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A plan for people. */
final class PlanText {
  private PlanText() {}

  static String of(DockerfilePlan plan) {
    StringBuilder text = new StringBuilder();
    long built = plan.stages().stream().filter(PlannedStage::needed).count();
    text.append("For ").append(plan.platform()).append(": ").append(built).append(" of ");
    text.append(plan.stages().size()).append(" stages would be built\n");
    List<String> images = plan.images();
    text.append("Base images: ");
    text.append(images.isEmpty() ? "none" : String.join(", ", images)).append('\n');
    for (PlannedStage stage : plan.stages()) {
      stage(stage, stage.stage().index() == plan.target(), text);
    }
    return text.toString();
  }

  private static void stage(PlannedStage stage, boolean target, StringBuilder text) {
    text.append("\nstage ").append(stage.stage().label());
    text.append(" (line ").append(stage.stage().position().firstLine()).append(")");
    if (!stage.needed()) {
      text.append(": left out, nothing that is built needs it\n");
      return;
    }
    text.append(": from ").append(stage.base().map(PlanText::source).orElse("")).append('\n');
    if (target) {
      text.append("  becomes the image\n");
    }
    if (!stage.takenFrom().isEmpty()) {
      text.append("  takes files from ");
      text.append(
          stage.takenFrom().stream().map(PlanText::source).collect(Collectors.joining(", ")));
      text.append('\n');
    }
    for (PlannedStage.Step step : stage.steps()) {
      String line = Integer.toString(step.line());
      String effect = step.effect().name().toLowerCase(Locale.ROOT);
      text.append("  ").repeat(' ', Math.max(0, 5 - line.length())).append(line);
      text.append("  ").append(effect).repeat(' ', 6 - effect.length());
      text.append("  ").append(QuotedText.cut(step.text())).append('\n');
      step.layer().ifPresent(layer -> layer(layer, text));
    }
  }

  private static void layer(PlannedStage.CachedAs layer, StringBuilder text) {
    text.append(" ".repeat(17));
    text.append(layer.key().map(key -> "key " + key.tag()).orElse("key not known before"));
    layer.found().ifPresent(found -> text.append(found ? ", cached" : ", not cached"));
    text.append('\n');
  }

  private static String source(PlannedSource source) {
    return switch (source.kind()) {
      case SCRATCH -> "scratch";
      case STAGE -> "stage " + source.name();
      case IMAGE -> source.name();
      case CONTEXT -> "build context " + source.name();
    };
  }
}
