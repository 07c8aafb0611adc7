package dev.kaniko.cli.inspect;

import dev.kaniko.application.context.DockerfileLocator.TextFile;
import dev.kaniko.application.inspect.DockerfilePlan;
import dev.kaniko.cli.flags.FlagGrammar.BadArguments;
import dev.kaniko.cli.process.Surroundings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The command {@code executor plan}. */
public final class PlanCommand extends InspectCommand<PlanFlags> {
  private static final String KEYS = "--cache-keys";
  private static final String FORMAT = "--format";
  private static final List<String> FORMATS = List.of("text", "json", "dot");

  private final Inspection inspection;
  private final KeyedPlans keyed;

  /** Plans that tell keys too: they are asked for as a build is. */
  public interface KeyedPlans {
    /**
     * @param format of what is printed
     * @param arguments of a build
     * @return the status to exit with
     */
    int run(String format, List<String> arguments);
  }

  public PlanCommand(Surroundings surroundings, Inspection inspection, KeyedPlans keyed) {
    super(surroundings, new PlanFlags());
    this.inspection = inspection;
    this.keyed = keyed;
  }

  /** With {@code --cache-keys}, all flags are a build's but the format. */
  @Override
  public int run(List<String> arguments) {
    if (!arguments.contains(KEYS) || arguments.contains("--help")) {
      return super.run(arguments);
    }
    String format = "text";
    List<String> own = new ArrayList<>(List.of("--dryrun"));
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.startsWith(FORMAT + "=")) {
        format = argument.substring(FORMAT.length() + 1);
      } else if (argument.equals(FORMAT) && i + 1 < arguments.size()) {
        format = arguments.get(++i);
      } else if (i == 0 && !argument.startsWith("-")) {
        own.add("--context=" + argument);
      } else if (!argument.equals(KEYS)) {
        own.add(argument);
      }
    }
    if (!FORMATS.contains(format)) {
      surroundings.err().println("Error: --format must be one of " + String.join(", ", FORMATS));
      return 1;
    }
    return keyed.run(format, own);
  }

  @Override
  List<String> formats() {
    return FORMATS;
  }

  @Override
  String format() {
    return flags.format;
  }

  @Override
  InspectOptions options(Optional<String> place) throws BadArguments {
    if (flags.cacheKeys) {
      throw new BadArguments(KEYS + " takes no value");
    }
    return InspectOptions.of(flags, place, flags.target, Optional.empty(), surroundings);
  }

  @Override
  int run(InspectOptions options, Consumer<TextFile> found) throws InterruptedException {
    DockerfilePlan plan = inspection.plan(options, surroundings, found);
    surroundings.out().print(shown(List.of(plan), format()));
    return 0;
  }

  /** The plans, one behind the other; several in JSON as an array. */
  public static String shown(List<DockerfilePlan> plans, String format) {
    if (format.equals("json") && plans.size() > 1) {
      return plans.stream()
          .map(PlanJson::of)
          .map(String::strip)
          .collect(Collectors.joining(",\n", "[", "]\n"));
    }
    return plans.stream().map(plan -> shown(plan, format)).collect(Collectors.joining("\n"));
  }

  private static String shown(DockerfilePlan plan, String format) {
    return switch (format) {
      case "json" -> PlanJson.of(plan);
      case "dot" -> PlanGraph.of(plan);
      default -> PlanText.of(plan);
    };
  }
}
