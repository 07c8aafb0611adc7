package dev.kaniko.plugin;

import dev.kaniko.ports.spi.SpiVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;

/** Reads what a plugin's jar says of the plugin; no class of it is looked at. */
final class DescriptorReader {
  private static final String INDEX = "META-INF/extensions.idx";
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  /** Of lines with class names, more than any plugin has. */
  private static final int LARGEST_INDEX = 64 << 10;

  /** The plugin is not fit for use; the message says why, to whoever installed or made it. */
  static final class BadPlugin extends Exception {
    BadPlugin(String message) {
      super(message);
    }
  }

  private DescriptorReader() {}

  static PluginDescriptor read(Path jar) throws BadPlugin {
    try (JarFile file = new JarFile(jar.toFile())) {
      Manifest manifest = file.getManifest();
      if (manifest == null) {
        throw new BadPlugin("its jar has no manifest");
      }
      return read(manifest.getMainAttributes(), index(file));
    } catch (IOException | SecurityException e) {
      throw new BadPlugin("its jar cannot be read: " + e.getMessage());
    }
  }

  private static PluginDescriptor read(Attributes attributes, List<String> index) throws BadPlugin {
    for (String name : List.of("Plugin-Dependencies", "Plugin-Class")) {
      if (attributes.getValue(name) != null) {
        throw new BadPlugin(
            name + " is not supported: a plugin is its extensions and what is packaged with them");
      }
    }
    String id = required(attributes, "Plugin-Id");
    if (!ID.matcher(id).matches()) {
      throw new BadPlugin("its Plugin-Id is no name");
    }
    String requires = required(attributes, "Plugin-Requires");
    PluginDescriptor descriptor =
        new PluginDescriptor(
            id,
            required(attributes, "Plugin-Version"),
            value(attributes, "Plugin-Provider"),
            SpiVersion.parse(requires)
                .orElseThrow(() -> new BadPlugin("its Plugin-Requires is no version, as in 1.0")),
            patterns(attributes, "Kaniko-Contexts", LocationPattern::new),
            patterns(attributes, "Kaniko-Registries", HostPattern::new),
            index);
    if (descriptor.contexts().isEmpty() && descriptor.registries().isEmpty()) {
      throw new BadPlugin(
          "its manifest names nothing that it serves, in Kaniko-Contexts or Kaniko-Registries");
    }
    return descriptor;
  }

  private static String value(Attributes attributes, String name) {
    String value = attributes.getValue(name);
    return value == null ? "" : value.strip();
  }

  private static String required(Attributes attributes, String name) throws BadPlugin {
    String value = value(attributes, name);
    if (value.isEmpty()) {
      throw new BadPlugin("its manifest has no " + name);
    }
    return value;
  }

  private static <T> List<T> patterns(Attributes attributes, String name, Function<String, T> parse)
      throws BadPlugin {
    List<T> patterns = new ArrayList<>();
    try {
      for (String word : value(attributes, name).split("[\\s,]+")) {
        if (!word.isEmpty()) {
          patterns.add(parse.apply(word));
        }
      }
    } catch (IllegalArgumentException e) {
      throw new BadPlugin("its " + name + ": " + e.getMessage());
    }
    return patterns;
  }

  /** Empty when there is none: whoever compiled the plugin forgot pf4j's annotation processor. */
  private static List<String> index(JarFile jar) throws IOException {
    ZipEntry entry = jar.getEntry(INDEX);
    if (entry == null) {
      return List.of();
    }
    try (InputStream in = jar.getInputStream(entry)) {
      return classNames(new String(in.readNBytes(LARGEST_INDEX), StandardCharsets.UTF_8));
    }
  }

  /** Of an index as pf4j's annotation processor writes it: a name a line, and comments. */
  static List<String> classNames(String index) {
    return index
        .lines()
        .map(line -> line.replaceFirst("#.*", "").strip())
        .filter(line -> !line.isEmpty())
        .toList();
  }
}
