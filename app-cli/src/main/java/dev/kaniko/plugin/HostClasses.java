package dev.kaniko.plugin;

import java.util.List;

/**
 * The classes of the executor that plugins see: the interface for plugins, pf4j, and slf4j, which
 * swallows what libraries would log. Nothing else of the executor is visible to a plugin, so that a
 * plugin that forgot to package a library fails at its maker's and not with the next version.
 */
final class HostClasses extends ClassLoader {
  private static final List<String> PACKAGES =
      List.of(
          "dev.kaniko.ports.context.",
          "dev.kaniko.ports.credentials.",
          "dev.kaniko.ports.spi.",
          "org.pf4j.",
          "org.slf4j.");

  private final ClassLoader host;

  HostClasses(ClassLoader host) {
    super("kaniko-host", ClassLoader.getPlatformClassLoader());
    this.host = host;
  }

  /** True for a class that a plugin never brings itself, even if it is in its jar. */
  static boolean includes(String name) {
    return PACKAGES.stream().anyMatch(name::startsWith);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (includes(name)) {
      return host.loadClass(name);
    }
    throw new ClassNotFoundException(name);
  }
}
