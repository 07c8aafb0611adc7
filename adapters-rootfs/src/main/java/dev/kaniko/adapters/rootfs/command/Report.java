package dev.kaniko.adapters.rootfs.command;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What kaniko-run wrote about one command: NUL-terminated fields, a kind and as many more as that
 * kind has.
 *
 * @param without steps that were not allowed and not necessary
 * @param ending empty when kaniko-run was stopped before it knew
 */
record Report(List<String> without, Optional<Ending> ending) {

  /** How it ended. Whoever writes first knows best: the status after a failure means nothing. */
  sealed interface Ending {}

  record Exited(int status) implements Ending {}

  record Killed(int signal) implements Ending {}

  /** The machine did not allow a step. */
  record Refused(KernelError error, String step) implements Ending {}

  /** The root's own files do not allow a mount point. */
  record UnfitRoot(KernelError error, String place) implements Ending {}

  record NoWorkingDirectory(KernelError error, String directory) implements Ending {}

  record UnknownProgram(String program) implements Ending {}

  /**
   * @param head the first bytes of the file, each a char; empty where they could not be read
   */
  record UnfitProgram(KernelError error, String path, String head) implements Ending {}

  static Report parse(byte[] bytes) {
    Deque<String> fields = fieldsOf(bytes);
    List<String> without = new ArrayList<>();
    Optional<Ending> ending = Optional.empty();
    while (!fields.isEmpty()) {
      String kind = fields.remove();
      if (kind.equals("without")) {
        KernelError error = errorOf(fields);
        without.add(stepOf(fields) + ": " + error);
      } else {
        Ending parsed = endingOf(kind, fields);
        ending = ending.isPresent() ? ending : Optional.of(parsed);
      }
    }
    return new Report(List.copyOf(without), ending);
  }

  private static Ending endingOf(String kind, Deque<String> fields) {
    return switch (kind) {
      case "exited" -> new Exited(Integer.parseInt(fields.remove()));
      case "killed" -> new Killed(Integer.parseInt(fields.remove()));
      case "refused" -> new Refused(errorOf(fields), stepOf(fields));
      case "unfit-root" -> new UnfitRoot(errorOf(fields), fields.remove());
      case "no-directory" -> new NoWorkingDirectory(errorOf(fields), fields.remove());
      case "unknown-program" -> new UnknownProgram(fields.remove());
      case "unfit-program" ->
          new UnfitProgram(errorOf(fields), fields.remove(), bytesOf(fields.remove()));
      default -> throw new IllegalStateException("kaniko-run is of another version: " + kind);
    };
  }

  private static String bytesOf(String hexadecimal) {
    return new String(HexFormat.of().parseHex(hexadecimal), StandardCharsets.ISO_8859_1);
  }

  private static KernelError errorOf(Deque<String> fields) {
    return new KernelError(Integer.parseInt(fields.remove()), fields.remove());
  }

  private static String stepOf(Deque<String> fields) {
    return (fields.remove() + " " + fields.remove()).strip();
  }

  private static Deque<String> fieldsOf(byte[] bytes) {
    Deque<String> fields = new ArrayDeque<>();
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == 0) {
        fields.add(new String(Arrays.copyOfRange(bytes, start, i), StandardCharsets.UTF_8));
        start = i + 1;
      }
    }
    return fields;
  }
}
