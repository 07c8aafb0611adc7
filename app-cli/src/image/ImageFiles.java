import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of the image, laid out in the build context, a directory for each layer:
 *
 * <pre>
 * runtime/kaniko/jre            the Java runtime, its loader, C library and locale
 * runtime/kaniko/ssl/certs      certificate authorities
 * runtime/run, runtime/var/run  the second a link to the first, as in most images: what a cluster
 *                               mounts below /var/run is then below /run, and out of their way
 * application/kaniko/executor   the launcher; beside it warmer, a link to it
 * application/kaniko/...        lib, libexec, plugins; and empty: .docker, tmp
 *                               executor-image, by which the executor knows where it is
 * debug/busybox                 a shell and its tools
 * </pre>
 */
final class ImageFiles {
  /** How the image's runtime differs from the distribution's. */
  private static final List<String> OPTIONS =
      List.of("-Djava.io.tmpdir=@HOME@/tmp", "-Duser.home=@HOME@", "-Dkaniko.resolver=java");

  private final Path distribution;
  private final Path context;

  ImageFiles(Path distribution, Path context) {
    this.distribution = distribution;
    this.context = context;
  }

  void layOut() throws IOException, InterruptedException {
    delete(context);
    Path runtime = context.resolve("runtime/kaniko/jre");
    copy(distribution.resolve("jre"), runtime);
    new OwnLoader(runtime).install();
    copyLocale(runtime.resolve("lib/locale/C.utf8"));
    Path certificates =
        Files.createDirectories(context.resolve("runtime/kaniko/ssl/certs"))
            .resolve("ca-certificates.crt");
    Files.writeString(certificates, certificateAuthorities(runtime));
    Files.createDirectory(context.resolve("runtime/run"));
    Files.createDirectory(context.resolve("runtime/var"));
    Files.createSymbolicLink(context.resolve("runtime/var/run"), Path.of("/run"));
    layOutApplication(context.resolve("application/kaniko"));
    layOutDebug(context.resolve("debug/busybox"));
    setPermissions();
  }

  private void layOutApplication(Path home) throws IOException {
    for (String directory : List.of("lib", "libexec", "plugins")) {
      copy(distribution.resolve(directory), home.resolve(directory));
    }
    Files.copy(distribution.resolve("bin/executor"), home.resolve("executor"));
    Files.createSymbolicLink(home.resolve("warmer"), Path.of("executor"));
    List<String> options = new ArrayList<>(Files.readAllLines(home.resolve("lib/java.options")));
    options.addAll(OPTIONS);
    Files.write(home.resolve("lib/java.options"), options);
    Files.writeString(
        home.resolve("executor-image"), "Here builds may replace the container's files.\n");
    Files.createDirectory(home.resolve(".docker"));
    Files.createDirectory(home.resolve("tmp"));
  }

  /** A link for each of busybox's commands. */
  private static void layOutDebug(Path directory) throws IOException, InterruptedException {
    Path busybox = Path.of(System.getenv().getOrDefault("BUSYBOX", "/bin/busybox"));
    Files.createDirectories(directory);
    Files.copy(busybox, directory.resolve("busybox"));
    Process process = new ProcessBuilder(busybox.toString(), "--list").start();
    String commands = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(busybox + " --list ended with status " + process.exitValue());
    }
    for (String command : commands.lines().filter(line -> !line.equals("busybox")).toList()) {
      Files.createSymbolicLink(directory.resolve(command), Path.of("busybox"));
    }
  }

  /** What characters are, in UTF-8: without it the runtime takes names for ASCII. */
  private static void copyLocale(Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.copy(Path.of("/usr/lib/locale/C.utf8/LC_CTYPE"), directory.resolve("LC_CTYPE"));
  }

  /** The authorities that the Java runtime trusts, as other programs read them. */
  private static String certificateAuthorities(Path runtime) throws IOException {
    Base64.Encoder base64 = Base64.getMimeEncoder(64, new byte[] {'\n'});
    StringBuilder text = new StringBuilder();
    try (InputStream in = Files.newInputStream(runtime.resolve("lib/security/cacerts"))) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, null);
      List<String> aliases = Collections.list(store.aliases());
      Collections.sort(aliases);
      for (String alias : aliases) {
        Certificate certificate = store.getCertificate(alias);
        text.append("-----BEGIN CERTIFICATE-----\n")
            .append(base64.encodeToString(certificate.getEncoded()))
            .append("\n-----END CERTIFICATE-----\n");
      }
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot read the certificate authorities of " + runtime, e);
    }
    return text.toString();
  }

  /** The same whatever the umask; what users write to is open to all, as the user may be any. */
  private void setPermissions() throws IOException {
    try (Stream<Path> files = Files.walk(context)) {
      for (Path file : files.filter(path -> !Files.isSymbolicLink(path)).toList()) {
        boolean executable = Files.isDirectory(file) || Files.isExecutable(file);
        String permissions = executable ? "rwxr-xr-x" : "rw-r--r--";
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
      }
    }
    for (String open : List.of("application/.docker", "application/tmp")) {
      Path directory = context.resolve(open.replaceFirst("/", "/kaniko/"));
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    }
    for (String layer : List.of("runtime", "application")) {
      // Sticky, or any user could put other plugins in the place of those that are there.
      Files.setAttribute(context.resolve(layer).resolve("kaniko"), "unix:mode", 01777);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(
            file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  private static void delete(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.toList().reversed()) {
        Files.delete(file);
      }
    }
  }
}
