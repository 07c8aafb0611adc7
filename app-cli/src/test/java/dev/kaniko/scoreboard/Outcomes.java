package dev.kaniko.scoreboard;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/** How the tests of this JVM have ended so far. JUnit finds it by its service file. */
public final class Outcomes implements TestExecutionListener {
  private static final Map<String, Outcome> ALL = new ConcurrentHashMap<>();

  /**
   * @param type the simple name of the class
   * @param method its name
   * @param name of the test, the method's own for most
   * @param tags of the method and the class
   */
  record Outcome(String type, String method, String name, Set<String> tags, boolean passed) {}

  static Stream<Outcome> all() {
    return ALL.values().stream();
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (test.isTest() && test.getSource().orElse(null) instanceof MethodSource source) {
      String type = source.getClassName();
      Set<String> tags =
          test.getTags().stream().map(TestTag::getName).collect(Collectors.toUnmodifiableSet());
      ALL.put(
          test.getUniqueId(),
          new Outcome(
              type.substring(type.lastIndexOf('.') + 1),
              source.getMethodName(),
              test.getDisplayName(),
              tags,
              result.getStatus() == Status.SUCCESSFUL));
    }
  }
}
