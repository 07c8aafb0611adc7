package dev.kaniko.cli.plugins;

import dev.kaniko.cli.flags.BuildFlags;
import dev.kaniko.cli.options.BuildOptions;
import dev.kaniko.cli.process.FlagCommand;
import dev.kaniko.cli.process.Surroundings;
import dev.kaniko.cli.report.FailureReport;
import dev.kaniko.plugin.InstalledPlugin;
import dev.kaniko.plugin.InstalledPlugins;
import dev.kaniko.plugin.PluginDescriptor;
import dev.kaniko.ports.failure.BuildFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The command {@code executor plugins}: says what is installed and in which state. */
public final class PluginsCommand {
  private static final List<String> HEADINGS =
      List.of("ID", "VERSION", "PROVIDER", "SERVES", "STATE", "FROM");

  private final Surroundings surroundings;
  private final PluginListing listing;
  private final PluginsFlags flags = new PluginsFlags();

  public PluginsCommand(Surroundings surroundings, PluginListing listing) {
    this.surroundings = surroundings;
    this.listing = listing;
  }

  /**
   * Gives the status to exit with.
   *
   * @param arguments behind the command's name
   */
  public int run(List<String> arguments) {
    return FlagCommand.run(flags, () -> flags.help, arguments, surroundings, _ -> show());
  }

  private int show() {
    BuildFlags build = new BuildFlags();
    build.kanikoDir = flags.kanikoDir;
    try {
      return show(
          listing.of(
              flags.plugins.directories,
              BuildOptions.workDirectory(build, surroundings),
              surroundings));
    } catch (BuildFailure e) {
      surroundings.err().println("Error: " + e.getMessage());
      return FailureReport.FAILED;
    }
  }

  private int show(InstalledPlugins plugins) {
    List<List<String>> rows = new ArrayList<>(List.of(HEADINGS));
    plugins.all().forEach(plugin -> rows.add(row(plugin)));
    int[] widths = new int[HEADINGS.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    rows.forEach(row -> surroundings.out().println(line(row, widths)));
    return plugins.refused().isEmpty() ? 0 : FailureReport.FAILED;
  }

  private static List<String> row(InstalledPlugin plugin) {
    String place = plugin.place().toString();
    String state = plugin.refusal().map(why -> "refused: " + why).orElse("usable");
    return plugin
        .descriptor()
        .map(it -> List.of(it.id(), it.version(), it.provider(), serves(it), state, place))
        .orElseGet(() -> List.of(plugin.name(), "", "", "", state, place));
  }

  private static String serves(PluginDescriptor descriptor) {
    return String.join(
        " ",
        Stream.concat(descriptor.contexts().stream(), descriptor.registries().stream())
            .map(Object::toString)
            .toList());
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(row.get(i)).repeat(' ', widths[i] - row.get(i).length() + 2);
    }
    return line.toString().stripTrailing();
  }
}
