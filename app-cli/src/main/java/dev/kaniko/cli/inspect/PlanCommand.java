package dev.kaniko.cli.inspect;

import dev.kaniko.application.context.DockerfileLocator.TextFile;
import dev.kaniko.application.inspect.DockerfilePlan;
import dev.kaniko.cli.Surroundings;
import dev.kaniko.cli.flags.FlagGrammar.BadArguments;
import dev.kaniko.cli.flags.PlanFlags;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The command {@code executor plan}. */
public final class PlanCommand extends InspectCommand<PlanFlags> {
  private final Inspection inspection;

  public PlanCommand(Surroundings surroundings, Inspection inspection) {
    super(surroundings, new PlanFlags());
    this.inspection = inspection;
  }

  @Override
  List<String> formats() {
    return List.of("text", "json", "dot");
  }

  @Override
  String format() {
    return flags.format;
  }

  @Override
  InspectOptions options(Optional<String> place) throws BadArguments {
    return InspectOptions.of(flags, place, flags.target, Optional.empty(), surroundings);
  }

  @Override
  int run(InspectOptions options, Consumer<TextFile> found) throws InterruptedException {
    DockerfilePlan plan = inspection.plan(options, surroundings, found);
    String shown =
        switch (format()) {
          case "json" -> PlanJson.of(plan);
          case "dot" -> PlanGraph.of(plan);
          default -> PlanText.of(plan);
        };
    surroundings.out().print(shown);
    return 0;
  }
}
