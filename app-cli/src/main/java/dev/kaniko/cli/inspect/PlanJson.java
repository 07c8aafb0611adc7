package dev.kaniko.cli.inspect;

import dev.kaniko.application.inspect.DockerfilePlan;
import dev.kaniko.application.inspect.PlannedSource;
import dev.kaniko.application.inspect.PlannedStage;
import dev.kaniko.domain.cache.CacheKey;
import java.util.Locale;

/** A plan for programs. */
final class PlanJson {
  private final JsonText json = new JsonText();

  private PlanJson() {}

  static String of(DockerfilePlan plan) {
    PlanJson writer = new PlanJson();
    writer.write(plan);
    return writer.json + "\n";
  }

  private void write(DockerfilePlan plan) {
    json.begin('{').field("platform").string(plan.platform().toString());
    json.field("target").number(plan.target());
    json.field("images").begin('[');
    plan.images().forEach(image -> json.element().string(image));
    json.end(']').field("stages").begin('[');
    plan.stages().forEach(this::stage);
    json.end(']').end('}');
  }

  private void stage(PlannedStage stage) {
    json.element().begin('{').field("index").number(stage.stage().index());
    stage.stage().name().ifPresent(name -> json.field("name").string(name));
    json.field("line").number(stage.stage().position().firstLine());
    json.field("needed").bool(stage.needed());
    stage.base().ifPresent(base -> source(base, json.field("base")));
    json.field("takesFilesFrom").begin('[');
    stage.takenFrom().forEach(source -> source(source, json.element()));
    json.end(']').field("steps").begin('[');
    stage.steps().forEach(this::step);
    json.end(']').end('}');
  }

  private static void source(PlannedSource source, JsonText json) {
    json.begin('{').field("kind").string(lower(source.kind()));
    json.field("name").string(source.name());
    source.stage().ifPresent(index -> json.field("stage").number(index));
    json.end('}');
  }

  private void step(PlannedStage.Step step) {
    json.element().begin('{').field("line").number(step.line());
    json.field("effect").string(lower(step.effect()));
    json.field("text").string(step.text());
    step.layer().flatMap(PlannedStage.CachedAs::key).ifPresent(this::key);
    step.layer()
        .flatMap(PlannedStage.CachedAs::found)
        .ifPresent(found -> json.field("cached").bool(found));
    json.end('}');
  }

  private void key(CacheKey key) {
    json.field("cacheKey").string(key.tag());
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
