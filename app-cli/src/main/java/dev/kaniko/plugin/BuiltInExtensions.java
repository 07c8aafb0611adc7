package dev.kaniko.plugin;

import dev.kaniko.ports.failure.EnvironmentFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What the executor brings along for the extension points. pf4j wrote their names into the jars
 * that they are in, and the distribution has all those indexes in one file: looking through the
 * class path for them, or starting pf4j, would cost every build more time than they do.
 */
final class BuiltInExtensions {
  private BuiltInExtensions() {}

  /**
   * @param index a class name a line
   */
  static ExtensionClasses read(Path index, Map<String, String> environment) {
    try {
      return new ExtensionClasses(
          "the executor",
          BuiltInExtensions.class.getClassLoader(),
          DescriptorReader.classNames(Files.readString(index)),
          environment);
    } catch (IOException e) {
      throw new EnvironmentFailure(
          "the executor's installation is incomplete: cannot read " + index, e);
    }
  }
}
