package dev.kaniko.adapters.rootfs.command;

import java.util.List;

/** Whether this machine lets a command have a root and namespaces of its own. */
public sealed interface Isolation {

  /**
   * @param overlays whether its root can be an overlay; if not, a directory still can
   * @param without what was not allowed and a command can do without, with the reasons; mostly
   *     empty
   */
  record Possible(boolean overlays, List<String> without) implements Isolation {
    public Possible {
      without = List.copyOf(without);
    }
  }

  /**
   * @param reason the step that was not allowed, and what the kernel said
   */
  record Refused(String reason) implements Isolation {}
}
