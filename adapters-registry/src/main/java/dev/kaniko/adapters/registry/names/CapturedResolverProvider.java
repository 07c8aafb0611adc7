package dev.kaniko.adapters.registry.names;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Gives the JVM its way to find addresses: the machine's own, unless the system property {@code
 * kaniko.resolver} is {@code java}, as in the executor's image. On a machine that keeps its files
 * the C library knows more ways, which people have set up.
 */
public final class CapturedResolverProvider extends InetAddressResolverProvider {
  private static final String PROPERTY = "kaniko.resolver";

  /** Made by the JVM when it first looks up a name. */
  public CapturedResolverProvider() {}

  /**
   * Reads the machine's files now, if they are going to be used: later they may be those of an
   * image.
   */
  public static void capture() {
    if (!isActive()) {
      return;
    }
    try {
      // The JVM makes its resolver with the first look-up, and keeps it.
      InetAddress.getByName("localhost");
    } catch (UnknownHostException e) {
      throw new IllegalStateException("localhost always has an address", e);
    }
  }

  private static boolean isActive() {
    return "java".equals(System.getProperty(PROPERTY));
  }

  @Override
  public InetAddressResolver get(Configuration configuration) {
    if (!isActive()) {
      return configuration.builtinResolver();
    }
    return new CapturedResolver(
        HostsFile.parse(text(Path.of("/etc/hosts"))),
        ResolvConf.parse(text(Path.of("/etc/resolv.conf"))));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read how names are resolved", e);
    }
  }

  @Override
  public String name() {
    return "kaniko";
  }
}
