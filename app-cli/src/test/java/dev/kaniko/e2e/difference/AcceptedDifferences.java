package dev.kaniko.e2e.difference;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The one list of accepted differences, and which of them were met.
 *
 * <p>The file holds blocks with an empty line between them, each of the four lines {@code
 * builder:}, {@code case:}, {@code difference:} and {@code reason:}; a line that begins with a
 * blank goes on with the one above, and one that begins with {@code #} is a comment.
 */
public final class AcceptedDifferences {
  private static final Set<String> KEYS = Set.of("builder", "case", "difference", "reason");

  private final List<AcceptedDifference> accepted;
  private final Set<AcceptedDifference> met = ConcurrentHashMap.newKeySet();

  private AcceptedDifferences(List<AcceptedDifference> accepted) {
    this.accepted = List.copyOf(accepted);
  }

  public static AcceptedDifferences read(Path file, String builder) {
    try {
      return of(Files.readString(file), builder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** Those for {@code builder} alone. */
  static AcceptedDifferences of(String text, String builder) {
    List<AcceptedDifference> accepted = new ArrayList<>();
    for (String block : text.replaceAll("(?m)^#.*\n", "").strip().split("\n\\s*\n")) {
      if (!block.isBlank()) {
        AcceptedDifference one = parse(block);
        if (one.builder().matcher(builder).matches()) {
          accepted.add(one);
        }
      }
    }
    return new AcceptedDifferences(accepted);
  }

  private static AcceptedDifference parse(String block) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String line : block.strip().replaceAll("\n\\s+", " ").split("\n")) {
      int colon = line.indexOf(": ");
      if (colon < 0 || values.put(line.substring(0, colon), line.substring(colon + 2)) != null) {
        throw new IllegalArgumentException("in a block of accepted differences: " + line);
      }
    }
    if (!values.keySet().equals(KEYS)) {
      throw new IllegalArgumentException("an accepted difference has not " + KEYS + ": " + block);
    }
    return new AcceptedDifference(
        Pattern.compile(values.get("builder")),
        Pattern.compile(values.get("case")),
        Pattern.compile(values.get("difference")),
        values.get("reason"));
  }

  /** The differences of a case that nobody accepted. */
  public List<String> unaccepted(String caseName, List<String> differences) {
    List<String> left = new ArrayList<>();
    for (String difference : differences) {
      List<AcceptedDifference> covering =
          accepted.stream().filter(one -> one.covers(caseName, difference)).toList();
      met.addAll(covering);
      if (covering.isEmpty()) {
        left.add(difference);
      }
    }
    return left;
  }

  /** Those that no difference was covered by so far: they hide what may come later. */
  public List<AcceptedDifference> unmet() {
    return accepted.stream().filter(one -> !met.contains(one)).toList();
  }
}
