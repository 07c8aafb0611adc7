package dev.kaniko.wiring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs several command lines of the executor in one process, so that one JVM learns what all of
 * them need: the packaging keeps what it has learnt. Nothing else uses it.
 */
final class TrainingRun {
  private TrainingRun() {}

  /**
   * @param arguments the path of a file that has a command line in each line, its words separated
   *     by tabs, behind the status that it is to end with
   * @throws IllegalStateException when one ends with another status
   */
  public static void main(String[] arguments) throws IOException {
    for (String line : Files.readAllLines(Path.of(arguments[0]))) {
      List<String> words = List.of(line.split("\t"));
      int status = Main.run(words.subList(1, words.size()));
      if (status != Integer.parseInt(words.getFirst())) {
        throw new IllegalStateException("ended with " + status + ": " + line);
      }
    }
  }
}
