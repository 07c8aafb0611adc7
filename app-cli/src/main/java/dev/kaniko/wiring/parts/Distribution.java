package dev.kaniko.wiring.parts;

import dev.kaniko.cli.process.Surroundings;
import dev.kaniko.ports.failure.EnvironmentFailure;
import java.nio.file.Path;

/** The folder that the executor was installed to; the launcher tells which. */
public final class Distribution {
  private static final String PROPERTY = "kaniko.home";

  private Distribution() {}

  public static Path home(Surroundings surroundings) {
    String home = System.getProperty(PROPERTY);
    if (home == null) {
      throw new EnvironmentFailure(
          "the executor does not know where it is installed",
          "start it by bin/executor, or pass -D" + PROPERTY + "=DIRECTORY");
    }
    return surroundings.currentDirectory().resolve(home);
  }
}
