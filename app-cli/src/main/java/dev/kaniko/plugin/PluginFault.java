package dev.kaniko.plugin;

import dev.kaniko.ports.failure.EnvironmentFailure;
import java.util.Optional;

/** What a plugin does that its interface does not allow. */
final class PluginFault {
  private PluginFault() {}

  /**
   * @param cause null when nothing was thrown
   */
  static EnvironmentFailure of(String plugin, String what, Throwable cause) {
    String why = cause == null ? "" : ": " + cause;
    return new EnvironmentFailure(
        "the plugin " + plugin + " " + what + why,
        Optional.of("that is a fault of the plugin, for its provider to mend"),
        cause);
  }
}
