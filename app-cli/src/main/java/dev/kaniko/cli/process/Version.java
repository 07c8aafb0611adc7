package dev.kaniko.cli.process;

import java.util.Optional;

/** Which version of the executor this is: its jar's manifest says so. */
public final class Version {
  private Version() {}

  public static String current() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
        .orElse("unpackaged");
  }
}
