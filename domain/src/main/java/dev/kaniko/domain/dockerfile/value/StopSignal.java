package dev.kaniko.domain.dockerfile.value;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The signals of Linux, by name or number. See signal(7). */
public final class StopSignal {
  private static final Set<String> NAMES =
      Set.of(
          "ABRT", "ALRM", "BUS", "CHLD", "CLD", "CONT", "FPE", "HUP", "ILL", "INT", "IO", "IOT",
          "KILL", "PIPE", "POLL", "PROF", "PWR", "QUIT", "SEGV", "STKFLT", "STOP", "SYS", "TERM",
          "TRAP", "TSTP", "TTIN", "TTOU", "URG", "USR1", "USR2", "VTALRM", "WINCH", "XCPU", "XFSZ",
          "RTMIN", "RTMAX");

  /** RTMIN+15 and RTMAX-14 are neighbours: between them they name all real-time signals. */
  private static final Pattern REAL_TIME =
      Pattern.compile("RTMIN\\+(?:[1-9]|1[0-5])|RTMAX-(?:[1-9]|1[0-4])");

  private static final Pattern NUMBER = Pattern.compile("0*([1-9]|[1-5][0-9]|6[0-4])");

  private StopSignal() {}

  /**
   * @throws IllegalArgumentException when {@code signal} is neither a name, with or without SIG and
   *     in any case, nor a number from 1 to 64
   */
  public static void check(String signal) {
    String upper = signal.toUpperCase(Locale.ROOT);
    String name = upper.startsWith("SIG") ? upper.substring(3) : upper;
    boolean known =
        NAMES.contains(name)
            || REAL_TIME.matcher(name).matches()
            || NUMBER.matcher(signal).matches();
    if (!known) {
      throw new IllegalArgumentException("invalid signal: " + signal);
    }
  }
}
