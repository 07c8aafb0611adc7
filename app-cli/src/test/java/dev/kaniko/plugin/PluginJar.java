package dev.kaniko.plugin;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** A plugin that is compiled for a test, as a stranger's would be: right in all until changed. */
public final class PluginJar {
  private final Map<String, String> attributes = new TreeMap<>();
  private final Map<String, String> sources = new LinkedHashMap<>();
  private final Map<String, byte[]> entries = new LinkedHashMap<>();

  private PluginJar() {}

  /**
   * With a source of contexts at {@code id://…} that gives a directory with the file {@code said}.
   */
  public static PluginJar greeting(String id) {
    return new PluginJar()
        .attribute("Plugin-Id", id)
        .attribute("Plugin-Version", "2.1")
        .attribute("Plugin-Provider", "a stranger")
        .attribute("Plugin-Requires", "1.0")
        .attribute("Kaniko-Contexts", id + "://*")
        .source("third." + id, greetingSource(id, "\"hello from " + id + "\""))
        .index("third." + id);
  }

  /**
   * @param what a Java expression for what the context's one file says
   */
  static String greetingSource(String name, String what) {
    return """
    package third;
    import dev.kaniko.ports.context.*;
    import java.nio.file.*;
    @org.pf4j.Extension
    public class %s implements ContextSource {
      public boolean serves(String location) { return location.startsWith("%s://"); }
      public ContextContent fetch(ContextRequest request) throws java.io.IOException {
        Files.writeString(request.workDirectory().resolve("said"), %s);
        return new ContextContent.Directory(request.workDirectory());
      }
    }
    """
        .formatted(name, name, what);
  }

  /**
   * @param value null to leave it out
   */
  public PluginJar attribute(String name, String value) {
    attributes.put(name, value);
    return this;
  }

  public PluginJar source(String className, String text) {
    sources.put(className, text);
    return this;
  }

  PluginJar index(String... classNames) {
    return entry("META-INF/extensions.idx", "# by hand\n" + String.join("\n", classNames) + "\n");
  }

  PluginJar without(String entry) {
    entries.remove(entry);
    return this;
  }

  PluginJar entry(String name, String content) {
    entries.put(name, content.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** Makes the jar; an entry named as a compiled class takes its place. */
  public Path write(Path jar) {
    try {
      Files.createDirectories(jar.getParent());
      Path classes = Files.createTempDirectory(jar.getParent(), ".classes");
      compile(classes);
      try (OutputStream out = Files.newOutputStream(jar);
          JarOutputStream to = new JarOutputStream(out, manifest())) {
        for (Map.Entry<String, byte[]> entry : all(classes).entrySet()) {
          to.putNextEntry(new JarEntry(entry.getKey()));
          to.write(entry.getValue());
        }
      }
      return jar;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Manifest manifest() {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.forEach(
        (name, value) -> {
          if (value != null) {
            manifest.getMainAttributes().putValue(name, value);
          }
        });
    return manifest;
  }

  private void compile(Path classes) throws IOException {
    for (Map.Entry<String, String> source : sources.entrySet()) {
      Path file = classes.resolve(source.getKey().replace('.', '/') + ".java");
      Files.createDirectories(file.getParent());
      Files.writeString(file, source.getValue());
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> files =
        sources.keySet().stream()
            .map(name -> classes.resolve(name.replace('.', '/') + ".java").toString())
            .toList();
    String[] arguments =
        Stream.concat(
                Stream.of(
                    "-proc:none", "-cp", System.getProperty("java.class.path"), "-d", "" + classes),
                files.stream())
            .toArray(String[]::new);
    if (compiler.run(null, null, null, arguments) != 0) {
      throw new IOException("the plugin does not compile");
    }
  }

  private Map<String, byte[]> all(Path classes) throws IOException {
    Map<String, byte[]> all = new TreeMap<>();
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(it -> it.toString().endsWith(".class")).toList()) {
        all.put(classes.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    all.putAll(entries);
    return all;
  }
}
