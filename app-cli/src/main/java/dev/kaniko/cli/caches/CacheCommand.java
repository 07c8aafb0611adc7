package dev.kaniko.cli.caches;

import dev.kaniko.application.prune.Retention;
import dev.kaniko.cli.flags.FlagGrammar.BadArguments;
import dev.kaniko.cli.log.Sizes;
import dev.kaniko.cli.process.FlagCommand;
import dev.kaniko.cli.process.Surroundings;
import dev.kaniko.ports.cache.CacheContents;
import dev.kaniko.ports.cache.CacheContents.Item;
import dev.kaniko.ports.failure.BuildFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The commands {@code executor cache list} and {@code executor cache prune}. */
public final class CacheCommand {
  private static final int FAILED = 1;

  /** As much of a key as tells it from the others. */
  private static final int SHOWN_OF_KEY = 12;

  private static final int LENGTH_OF_KEY = 64;

  private final Surroundings surroundings;
  private final Caches caches;
  private final CacheCommandFlags flags = new CacheCommandFlags();

  public CacheCommand(Surroundings surroundings, Caches caches) {
    this.surroundings = surroundings;
    this.caches = caches;
  }

  /**
   * Gives the status to exit with.
   *
   * @param arguments behind the command's name
   */
  public int run(List<String> arguments) {
    boolean named = !arguments.isEmpty() && !arguments.getFirst().startsWith("-");
    String what = named ? arguments.getFirst() : "";
    List<String> rest = named ? arguments.subList(1, arguments.size()) : arguments;
    return FlagCommand.run(flags, () -> flags.help, rest, surroundings, _ -> run(what));
  }

  private int run(String what) throws BadArguments {
    if (!what.equals("list") && !what.equals("prune")) {
      throw new BadArguments("executor cache is followed by list or prune");
    }
    try {
      show(CacheCommandOptions.of(what.equals("prune"), flags, surroundings));
      return 0;
    } catch (BuildFailure e) {
      surroundings.err().println("Error: " + e.getMessage());
      return FAILED;
    }
  }

  private void show(CacheCommandOptions options) {
    List<CacheContents> asked = new ArrayList<>();
    options.layers().map(caches::layers).ifPresent(asked::add);
    options.bases().map(caches::bases).ifPresent(asked::add);
    for (CacheContents contents : asked) {
      if (options.retention().isPresent()) {
        prune(contents, options.retention().get());
      } else {
        list(contents);
      }
    }
  }

  private void list(CacheContents contents) {
    List<Item> items = contents.items();
    items.forEach(item -> surroundings.out().println(line(item)));
    surroundings
        .out()
        .println(
            contents.place()
                + ": "
                + count(items.size())
                + ", "
                + Sizes.bytes(Retention.size(items)));
  }

  private void prune(CacheContents contents, Retention retention) {
    List<Item> items = contents.items();
    List<Item> gone = retention.gone(items, surroundings.clock().instant());
    gone.forEach(item -> surroundings.out().println("removed " + line(item)));
    long freed = contents.remove(gone);
    surroundings
        .out()
        .println(
            contents.place()
                + ": "
                + count(gone.size())
                + " removed, "
                + Sizes.bytes(freed)
                + "; "
                + count(items.size() - gone.size())
                + " left");
  }

  private static String count(int items) {
    return items == 1 ? "1 entry" : items + " entries";
  }

  private String line(Item item) {
    List<String> names = item.names().stream().map(CacheCommand::shortened).toList();
    return String.join(
        "  ",
        item.kind(),
        String.join(" ", names),
        item.made().equals(Instant.EPOCH) ? "of unknown age" : age(item.made()),
        Sizes.bytes(Retention.size(List.of(item))));
  }

  private static String shortened(String name) {
    boolean key = name.length() == LENGTH_OF_KEY && name.indexOf('/') < 0;
    return key ? name.substring(0, SHOWN_OF_KEY) : name;
  }

  private String age(Instant made) {
    Duration age = Duration.between(made, surroundings.clock().instant());
    Optional<String> days = age.toDays() > 0 ? Optional.of(age.toDays() + "d") : Optional.empty();
    return days.orElseGet(() -> age.toHours() + "h" + age.toMinutesPart() + "m") + " old";
  }
}
