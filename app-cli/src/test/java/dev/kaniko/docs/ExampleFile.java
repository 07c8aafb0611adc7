package dev.kaniko.docs;

import dev.kaniko.cli.flags.ExecutorFlags;
import dev.kaniko.cli.flags.FlagGrammar;
import dev.kaniko.cli.flags.FlagGrammar.BadArguments;
import dev.kaniko.cli.flags.UnbuiltFlags;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import picocli.CommandLine;

/** A YAML document below {@code docs/examples}. */
record ExampleFile(String name, Map<String, Object> tree) {
  private static final String PROGRAM = "/kaniko/executor";

  static List<ExampleFile> all() {
    try (Stream<Path> files = Files.walk(folder())) {
      return files
          .filter(file -> file.toString().matches(".*\\.ya?ml"))
          .sorted()
          .map(ExampleFile::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path folder() {
    return Checkout.root().resolve("docs/examples");
  }

  static ExampleFile parse(String name, String text) {
    LoaderOptions strict = new LoaderOptions();
    strict.setAllowDuplicateKeys(false);
    return new ExampleFile(name, new Yaml(new SafeConstructor(strict)).load(text));
  }

  private static ExampleFile read(Path file) {
    try {
      return parse(file.getFileName().toString(), Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names of all images that containers are made of. */
  Iterable<String> images() {
    return new TreeSet<>(
        maps(tree).map(ExampleFile::image).filter(image -> image.contains(":")).toList());
  }

  /** The arguments of each call of the executor, whether a container or a script makes it. */
  List<List<String>> executorCalls() {
    List<List<String>> calls = new ArrayList<>();
    maps(tree)
        .filter(map -> image(map).contains("/kaniko:") && !startsAShell(map))
        .filter(map -> map.containsKey("args"))
        .forEach(map -> calls.add(texts(map.get("args")).toList()));
    texts(tree)
        .filter(text -> text.contains(PROGRAM + " "))
        .forEach(text -> calls.add(wordsBehindProgram(text)));
    return calls;
  }

  /** What the executor's command line has against these arguments; empty when nothing. */
  static String refusal(List<String> arguments) {
    CommandLine commandLine = new CommandLine(new ExecutorFlags());
    try {
      var _ =
          new FlagGrammar(commandLine.getCommandSpec(), UnbuiltFlags.all()).normalize(arguments);
      return "";
    } catch (BadArguments e) {
      return e.getMessage();
    }
  }

  private static List<String> wordsBehindProgram(String script) {
    String command =
        script
            .substring(script.indexOf(PROGRAM) + PROGRAM.length())
            .replace("\\\n", " ")
            .split("[|;&\n]")[0];
    return Stream.of(command.strip().split("\\s+")).map(word -> word.replace("\"", "")).toList();
  }

  /** Cloud Build calls it the step's name. */
  private static String image(Map<?, ?> container) {
    Object image = container.containsKey("image") ? container.get("image") : container.get("name");
    return image instanceof String text ? text : "";
  }

  private static boolean startsAShell(Map<?, ?> container) {
    return Stream.of("command", "entrypoint")
        .flatMap(key -> texts(container.get(key)))
        .anyMatch(word -> word.endsWith("sh"));
  }

  private static Stream<Map<?, ?>> maps(Object value) {
    return switch (value) {
      case Map<?, ?> map ->
          Stream.concat(Stream.of(map), map.values().stream().flatMap(ExampleFile::maps));
      case List<?> list -> list.stream().flatMap(ExampleFile::maps);
      case null, default -> Stream.empty();
    };
  }

  private static Stream<String> texts(Object value) {
    return switch (value) {
      case String text -> Stream.of(text);
      case Map<?, ?> map -> map.values().stream().flatMap(ExampleFile::texts);
      case List<?> list -> list.stream().flatMap(ExampleFile::texts);
      case null, default -> Stream.empty();
    };
  }

  @Override
  public String toString() {
    return name;
  }
}
