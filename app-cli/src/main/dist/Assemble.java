import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Makes the distribution, a folder that runs wherever it is put:
 *
 * <pre>
 * bin/executor          the launcher, a static program: it finds all else beside itself
 * bin/warmer            a link to it: called so, it copies base images
 * lib/*.jar             the application; its own jar names the others in its manifest
 * lib/java.options      the options of the Java runtime
 * lib/java.options.*    more of them for a command
 * lib/extensions.idx    the names of the built-in extensions
 * lib/executor.aot      classes as they are after start-up, which makes that start-up fast
 * libexec/kaniko-run    starts the commands of a Dockerfile
 * jre/                  a Java runtime with the modules that are needed
 * plugins/              plugins that come with it
 * </pre>
 *
 * <p>Run by the JDK that the distribution's runtime is to be made of, with the distribution's lib
 * on the class path: {@code java -cp 'lib/*' Assemble.java DISTRIBUTION JAR NATIVE_PROGRAMS
 * C_SOURCES PLUGIN_MODULES}. The AOT cache must come last: a JVM does not notice when a jar has
 * changed since the cache was made, unless its size or time did. So that the cache also fits the
 * jars of a reproducible image, they have the time that all files have there.
 */
public final class Assemble {
  private static final List<String> MODULES =
      List.of(
          "java.base",
          "java.logging",
          "java.management",
          "java.naming",
          "java.net.http",
          "java.security.jgss",
          "java.sql",
          "java.xml",
          "jdk.crypto.ec",
          "jdk.unsupported",
          "jdk.zipfs");

  private static final List<String> OPTIONS =
      List.of(
          "-XX:AOTCache=@HOME@/lib/executor.aot",
          "-Xlog:disable",
          "-Xlog:all=error:stderr",
          "-XX:+UseSerialGC",
          "-XX:MaxRAMPercentage=60",
          "-XX:-UsePerfData",
          // A small build is over before what the compiler makes pays for itself: a third of its
          // time went there. What is hot in a large build is compiled all the same.
          "-XX:CompileThresholdScaling=10",
          // A class for every form of a method handle, made at the first call, costs a small build
          // a seventh of its time; forms that are called often get theirs.
          "-Djava.lang.invoke.MethodHandle.COMPILE_THRESHOLD=30",
          // Nobody reads the executor's memory through the JVM's own door.
          "-XX:+DisableAttachMechanism",
          "-XX:+ExitOnOutOfMemoryError",
          "--sun-misc-unsafe-memory-access=allow",
          // The other mechanisms start a program that needs the root's C library, and with --force
          // an image takes its place.
          "-Djdk.lang.Process.launchMechanism=FORK",
          // picocli asks for classes that are not there, which opens every jar of the class path.
          "-Dpicocli.disable.closures=true",
          "-Dpicocli.converters.excludes=java.sql.*",
          "-Dkaniko.home=@HOME@");

  /** More for the commands that only read: they are over before the second compiler is of use. */
  private static final List<String> READING_OPTIONS =
      List.of("-XX:TieredStopAtLevel=1", "-XX:CompileThresholdScaling=1");

  private static final List<String> READING_COMMANDS = List.of("check", "plan");

  private final Path home;
  private final Path jar;

  private Assemble(Path home, Path jar) {
    this.home = home;
    this.jar = jar;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Assemble assemble = new Assemble(Path.of(arguments[0]), Path.of(arguments[1]));
    assemble.copyPrograms(Path.of(arguments[2]));
    assemble.compileLauncher(Path.of(arguments[3]));
    assemble.linkRuntime();
    assemble.joinIndexes();
    assemble.copyPlugins(Path.of(arguments[4]));
    CacheableJars.rewriteIn(assemble.home.resolve("lib"));
    assemble.setTimes();
    new Training(assemble.home, OPTIONS).makeCache();
  }

  private void copyPrograms(Path nativePrograms) throws IOException {
    for (String folder : List.of("bin", "lib", "libexec", "plugins")) {
      Files.createDirectories(home.resolve(folder));
    }
    Files.copy(jar, home.resolve("lib/kaniko-app-cli.jar"), StandardCopyOption.REPLACE_EXISTING);
    Files.copy(
        nativePrograms.resolve("kaniko-run"),
        home.resolve("libexec/kaniko-run"),
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.COPY_ATTRIBUTES);
    Files.write(home.resolve("lib/java.options"), OPTIONS);
    for (String command : READING_COMMANDS) {
      Files.write(home.resolve("lib/java.options." + command), READING_OPTIONS);
    }
  }

  private void compileLauncher(Path sources) throws IOException, InterruptedException {
    String compiler = System.getenv().getOrDefault("CC", "cc");
    run(
        List.of(compiler, "-std=c11", "-O2", "-Wall", "-Wextra", "-Werror", "-static", "-s"),
        List.of("-o", home.resolve("bin/executor").toString()),
        List.of(sources.resolve("executor.c").toString()));
    Path warmer = home.resolve("bin/warmer");
    Files.deleteIfExists(warmer);
    Files.createSymbolicLink(warmer, Path.of("executor"));
  }

  /** Linking takes seconds, and the result depends on the JDK alone: it is kept. */
  private void linkRuntime() throws IOException, InterruptedException {
    Path runtime = home.resolve("jre");
    Path stamp = runtime.resolve("linked-from");
    String source = System.getProperty("java.vm.version") + " " + String.join(",", MODULES);
    if (Files.isRegularFile(stamp) && Files.readString(stamp).equals(source)) {
      return;
    }
    deleteTree(runtime);
    run(
        List.of(Path.of(System.getProperty("java.home"), "bin", "jlink").toString()),
        List.of("--add-modules", String.join(",", MODULES), "--output", runtime.toString()),
        List.of("--strip-debug", "--no-header-files", "--no-man-pages", "--compress", "zip-0"));
    Files.writeString(stamp, source);
  }

  /** Those that were packaged: each is a folder with plugin.jar and the libraries it needs. */
  private void copyPlugins(Path modules) throws IOException {
    deleteTree(home.resolve("plugins"));
    Files.createDirectory(home.resolve("plugins"));
    try (Stream<Path> folders = Files.list(modules)) {
      for (Path module : folders.sorted().toList()) {
        Path plugin = module.resolve("target/plugin");
        if (Files.isRegularFile(plugin.resolve("plugin.jar"))) {
          copyTree(plugin, home.resolve("plugins").resolve(module.getFileName()));
        }
      }
    }
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        Files.copy(file, copy);
        boolean directory = Files.isDirectory(copy);
        Files.setPosixFilePermissions(
            copy, PosixFilePermissions.fromString(directory ? "rwxr-xr-x" : "rw-r--r--"));
      }
    }
  }

  /** The extensions that pf4j has indexed in our own jars: their union, for a build to read. */
  private void joinIndexes() throws IOException {
    List<String> names = new ArrayList<>();
    try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
      for (Path jar : jars.filter(it -> it.toString().contains("/kaniko-")).sorted().toList()) {
        try (JarFile file = new JarFile(jar.toFile())) {
          JarEntry index = file.getJarEntry("META-INF/extensions.idx");
          if (index != null) {
            String text = new String(file.getInputStream(index).readAllBytes());
            text.lines().filter(line -> !line.startsWith("#")).forEach(names::add);
          }
        }
      }
    }
    Files.write(home.resolve("lib/extensions.idx"), names);
  }

  private void setTimes() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("lib"))) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
      }
    }
  }

  @SafeVarargs
  static void run(List<String>... words) throws IOException, InterruptedException {
    List<String> command = Stream.of(words).flatMap(List::stream).toList();
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(Map.of("LC_ALL", "C.UTF-8"));
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes());
    int status = process.waitFor();
    if (status != 0) {
      throw new IOException(
          String.join(" ", command) + " ended with status " + status + ":\n" + output);
    }
  }

  static void deleteTree(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(tree)) {
      for (Path path : paths.toList().reversed()) {
        Files.delete(path);
      }
    }
  }
}
