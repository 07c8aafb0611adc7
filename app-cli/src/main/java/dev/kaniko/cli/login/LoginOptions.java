package dev.kaniko.cli.login;

import dev.kaniko.cli.flags.FlagGrammar.BadArguments;
import dev.kaniko.cli.flags.HostFlags;
import dev.kaniko.cli.flags.TransportFlags;
import dev.kaniko.domain.image.ImageReference;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Who logs in where.
 *
 * @param registry host and port, as in an image reference
 * @param check false when the registry is not to be asked
 */
public record LoginOptions(
    String registry,
    String user,
    String password,
    boolean check,
    HostFlags hosts,
    TransportFlags transport) {
  /** Tokens in the place of passwords have some thousand characters. */
  private static final int LONGEST_PASSWORD = 1 << 20;

  static LoginOptions of(String place, LoginFlags flags, InputStream in) throws BadArguments {
    String user =
        flags.user.orElseThrow(() -> new BadArguments("there is no user: give it as -u USER"));
    if (flags.password.isPresent() == flags.passwordStdin) {
      throw new BadArguments(
          flags.passwordStdin
              ? "--password and --password-stdin both give the password: leave one of them out"
              : "there is no password: pipe it in with --password-stdin");
    }
    String password = flags.passwordStdin ? read(in) : flags.password.get();
    if (password.isEmpty()) {
      throw new BadArguments("the password is empty");
    }
    return new LoginOptions(
        registry(place), user, password, !flags.skipCheck, flags.hosts, flags.transport);
  }

  private static String read(InputStream in) throws BadArguments {
    try {
      byte[] bytes = in.readNBytes(LONGEST_PASSWORD + 1);
      if (bytes.length > LONGEST_PASSWORD) {
        throw new BadArguments("the password on standard input is longer than 1 MiB");
      }
      return new String(bytes, StandardCharsets.UTF_8).replaceFirst("\\r?\\n$", "");
    } catch (IOException e) {
      throw new BadArguments("standard input cannot be read: " + e.getMessage());
    }
  }

  /** The host that a user means, who may write it as Docker's config does. */
  static String registry(String place) throws BadArguments {
    String host = place.replaceFirst("^https?://", "").replaceFirst("(/v[12])?/?$", "");
    if (host.contains("/")) {
      throw new BadArguments(
          place + " is no registry: name the host alone, " + host.substring(0, host.indexOf('/')));
    }
    try {
      String registry = ImageReference.parse(host + "/login/any").registry();
      // Any other single word would be a name at Docker Hub, which must not get what is another's.
      if (registry.equals(ImageReference.DOCKER_HUB) && !host.endsWith("docker.io")) {
        throw new BadArguments(place + " is no registry: write HOST, HOST:PORT, or docker.io");
      }
      return registry;
    } catch (IllegalArgumentException e) {
      throw new BadArguments(place + " is no registry: write HOST or HOST:PORT");
    }
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "login of " + user + " to " + registry;
  }
}
