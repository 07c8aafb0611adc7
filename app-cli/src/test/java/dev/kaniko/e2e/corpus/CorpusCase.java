package dev.kaniko.e2e.corpus;

import dev.kaniko.e2e.builder.BuildRequest;
import dev.kaniko.e2e.process.Program;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A folder of the corpus: a build context with its Dockerfile, and two files beside it that the
 * build does not see: {@code prepare}, a program that makes what git cannot hold, and {@code
 * case.properties} with any of {@code dockerfile}, {@code target}, {@code arg.NAME}, {@code
 * secret.ID} (a file of the context), {@code context.NAME} (what {@code --build-context} names,
 * with {@code {context}} and {@code {registry}} in it, which Docker 20.10 does not know), {@code
 * paraphrase} (a Dockerfile that says the same in words that Docker 20.10 knows) and {@code fails},
 * which says that no builder may build this and what each must name as it fails; {@code
 * fails.BUILDER} is about one builder. {@code ssh} asks for an agent. {@code shows} has the rows of
 * the scoreboard that the case is about, with blanks between them.
 */
public final class CorpusCase {
  private static final String FAILS = "fails";
  private static final Set<String> KEYS =
      Set.of("dockerfile", "target", FAILS, "paraphrase", "shows", "ssh");
  private static final String ARG = "arg.";
  private static final String SECRET = "secret.";
  private static final String CONTEXT = "context.";

  private final Path folder;
  private final Properties properties = new Properties();

  CorpusCase(Path folder) {
    this.folder = folder;
    Path file = folder.resolve("case.properties");
    if (Files.exists(file)) {
      try (Reader reader = Files.newBufferedReader(file)) {
        properties.load(reader);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + file, e);
      }
    }
    for (String key : properties.stringPropertyNames()) {
      boolean isNamed = key.startsWith(ARG) || key.startsWith(SECRET) || key.startsWith(CONTEXT);
      isNamed |= key.startsWith(FAILS + ".");
      if (!KEYS.contains(key) && !isNamed) {
        throw new IllegalArgumentException(file + ": what is " + key + "?");
      }
    }
  }

  Path folder() {
    return folder;
  }

  public String name() {
    return folder.getFileName().toString();
  }

  /** Whether its commands talk to an SSH agent. */
  public boolean needsAgent() {
    return properties.containsKey("ssh");
  }

  /** The rows of the scoreboard that it is about. */
  public List<String> shows() {
    String rows = properties.getProperty("shows", "").strip();
    return rows.isEmpty() ? List.of() : List.of(rows.split(" +"));
  }

  /** Where this builder cannot build it: what it must name as it fails. */
  public Optional<String> culprit(String builder) {
    return Optional.ofNullable(properties.getProperty(FAILS + "." + builder))
        .or(() -> Optional.ofNullable(properties.getProperty(FAILS)));
  }

  /**
   * Makes the context, the same each time.
   *
   * @param context an empty folder
   * @param registry where the base images are; handed over as build argument {@code REGISTRY}
   */
  public BuildRequest prepare(Path context, String registry) {
    Path program = folder.resolveSibling("make-context");
    Program.of(program.toString(), folder.toString(), context.toString())
        .with("REGISTRY", registry)
        .run()
        .outputOrFail();
    SortedMap<String, String> args = new TreeMap<>(properties(ARG));
    args.put("REGISTRY", registry);
    SortedMap<String, Path> secrets = new TreeMap<>();
    properties(SECRET).forEach((id, file) -> secrets.put(id, context.resolve(file)));
    SortedMap<String, String> contexts = new TreeMap<>();
    properties(CONTEXT)
        .forEach((id, what) -> contexts.put(id, what.replace("{registry}", registry)));
    return new BuildRequest(
        context,
        properties.getProperty("dockerfile", "Dockerfile"),
        args,
        secrets,
        contexts,
        Optional.empty(),
        Optional.ofNullable(properties.getProperty("target")),
        Optional.ofNullable(properties.getProperty("paraphrase")));
  }

  private SortedMap<String, String> properties(String prefix) {
    SortedMap<String, String> found = new TreeMap<>();
    for (String key : properties.stringPropertyNames()) {
      if (key.startsWith(prefix)) {
        found.put(key.substring(prefix.length()), properties.getProperty(key));
      }
    }
    return found;
  }
}
