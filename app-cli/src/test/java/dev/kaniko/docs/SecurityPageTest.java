package dev.kaniko.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page says which test holds what; a test that was renamed would make it a lie. */
class SecurityPageTest {
  private static final Path TOP =
      Path.of(System.getProperty("basedir", ".")).toAbsolutePath().normalize().getParent();

  private static final Pattern ROW = Pattern.compile("\\| (SEC-[0-9]{2}) \\| .* \\| (.*) \\|");
  private static final Pattern NAMED = Pattern.compile("`([A-Za-z]+)\\.([a-z0-9_]+)`");

  @Test
  void every_case_that_is_required_has_a_row_with_a_test() throws IOException {
    Set<String> required = new TreeSet<>(Set.of("SEC-17", "SEC-43", "SEC-46", "SEC-60"));
    IntStream.rangeClosed(1, 12).mapToObj("SEC-%02d"::formatted).forEach(required::add);
    assertThat(testsByCase().keySet()).containsAll(required);
    assertThat(testsByCase().values()).allSatisfy(tests -> assertThat(tests).isNotEmpty());
  }

  @Test
  void every_test_that_is_named_is_there() throws IOException {
    List<String> missing = new ArrayList<>();
    for (List<String> tests : testsByCase().values()) {
      for (String test : tests) {
        if (!exists(test.substring(0, test.indexOf('.')), test.substring(test.indexOf('.') + 1))) {
          missing.add(test);
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  /** Or this test would find whatever it looks for. */
  @Test
  void a_test_that_is_not_there_is_noticed() throws IOException {
    assertThat(exists("SecurityPageTest", "a_test_that_is_not_there_is_noticed")).isTrue();
    assertThat(exists("SecurityPageTest", "exists")).isFalse();
    assertThat(exists("SecurityPageTest", "a_test")).isFalse();
    assertThat(exists("NoSuchTest", "a_test_that_is_not_there_is_noticed")).isFalse();
  }

  private static Map<String, List<String>> testsByCase() throws IOException {
    Map<String, List<String>> found = new HashMap<>();
    for (String line : Files.readAllLines(TOP.resolve("docs/security.md"))) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        List<String> tests = found.computeIfAbsent(row.group(1), _ -> new ArrayList<>());
        Matcher named = NAMED.matcher(row.group(2));
        while (named.find()) {
          tests.add(named.group(1) + "." + named.group(2));
        }
      }
    }
    return found;
  }

  private static boolean exists(String className, String method) throws IOException {
    Pattern declared =
        Pattern.compile(
            "@(Test|ParameterizedTest|TestFactory)\\b(?:(?!\\bvoid\\b)(?!@Test\\b)[\\s\\S])*?\\b"
                + "(void|Stream<DynamicTest>) "
                + Pattern.quote(method)
                + "\\(");
    for (Path file : sourcesOf(className)) {
      if (declared.matcher(Files.readString(file)).find()) {
        return true;
      }
    }
    return false;
  }

  private static List<Path> sourcesOf(String className) throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> modules = Files.list(TOP);
        Stream<Path> plugins = Files.list(TOP.resolve("plugins"))) {
      List<Path> sources =
          Stream.concat(modules, plugins).map(it -> it.resolve("src/test/java")).toList();
      for (Path tests : sources) {
        if (Files.isDirectory(tests)) {
          try (Stream<Path> files = Files.walk(tests)) {
            files.filter(it -> it.endsWith(className + ".java")).forEach(found::add);
          }
        }
      }
    }
    return found;
  }
}
