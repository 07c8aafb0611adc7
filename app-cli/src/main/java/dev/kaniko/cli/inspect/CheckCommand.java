package dev.kaniko.cli.inspect;

import dev.kaniko.application.context.DockerfileLocator.TextFile;
import dev.kaniko.cli.flags.FlagGrammar.BadArguments;
import dev.kaniko.cli.flags.RegistryFlags;
import dev.kaniko.cli.process.Surroundings;
import dev.kaniko.cli.report.FailureReport;
import dev.kaniko.domain.check.CheckResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The command {@code executor check}. */
public final class CheckCommand extends InspectCommand<CheckFlags> {
  private final Inspection inspection;

  public CheckCommand(Surroundings surroundings, Inspection inspection) {
    super(surroundings, new CheckFlags());
    this.inspection = inspection;
  }

  @Override
  List<String> formats() {
    return List.of("text", "json");
  }

  @Override
  String format() {
    return flags.format;
  }

  @Override
  InspectOptions options(Optional<String> place) throws BadArguments {
    RegistryFlags registry = new RegistryFlags();
    registry.hosts = flags.hosts;
    registry.pull = flags.pull;
    Optional<RegistryFlags> asked = flags.offline ? Optional.empty() : Optional.of(registry);
    return InspectOptions.of(flags, place, flags.target, asked, surroundings);
  }

  @Override
  int run(InspectOptions options, Consumer<TextFile> found) throws InterruptedException {
    List<NumberedSource> sources = new ArrayList<>();
    CheckResult result =
        inspection.check(
            options,
            surroundings,
            file -> {
              found.accept(file);
              sources.add(new NumberedSource(file.name(), file.bytes()));
            });
    NumberedSource source = sources.getFirst();
    String shown =
        format().equals("json") ? CheckJson.of(result, source) : CheckText.of(result, source);
    surroundings.out().print(shown);
    boolean clean = result.violations().isEmpty() && result.problems().isEmpty();
    return clean ? 0 : FailureReport.FAILED;
  }
}
