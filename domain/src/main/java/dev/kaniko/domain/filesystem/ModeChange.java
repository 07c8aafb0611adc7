package dev.kaniko.domain.filesystem;

import dev.kaniko.domain.source.QuotedText;
import java.util.List;

/**
 * The value of {@code --chmod}: what becomes of a file's permission bits. Octal digits replace
 * them; the symbolic notation changes them. Spec: <a
 * href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/chmod.html">chmod</a> with a
 * umask of 0, in the details like <a
 * href="https://man.freebsd.org/cgi/man.cgi?query=setmode&amp;sektion=3">BSD's setmode</a>.
 */
public final class ModeChange {
  private static final int ALL_BITS = 07777;

  private final List<ModeStep> steps;

  private ModeChange(List<ModeStep> steps) {
    this.steps = List.copyOf(steps);
  }

  /**
   * @throws IllegalArgumentException when {@code text} is no mode
   */
  public static ModeChange parse(String text) {
    if (text.matches("0*[0-7]{1,4}")) {
      return new ModeChange(
          List.of(new ModeStep.Clear(ALL_BITS), new ModeStep.Set(Integer.parseInt(text, 8))));
    }
    return new ModeChange(
        SymbolicMode.parse(text)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "invalid chmod parameter: "
                            + QuotedText.of(text)
                            + ": it should be octal and between 0 and 07777, or symbolic as in"
                            + " u=rwX,go=rX")));
  }

  /**
   * The new mode of a file.
   *
   * @param mode permission bits with setuid, setgid and sticky
   * @param directory a directory counts as executable
   */
  public int apply(int mode, boolean directory) {
    boolean executable = directory || (mode & 0111) != 0;
    int changed = mode;
    for (ModeStep step : steps) {
      changed = step.apply(changed, executable);
    }
    return changed;
  }
}
