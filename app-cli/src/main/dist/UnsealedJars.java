import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * Jars that do not claim their packages for themselves. A JVM with an AOT cache that was made where
 * the jars no longer are does not start when such a package is among its classes: it takes the jar
 * of before for another one.
 */
final class UnsealedJars {
  private UnsealedJars() {}

  /** Rewrites those in {@code directory} that are sealed; all entries stay as they are. */
  static void unsealIn(Path directory) throws IOException {
    List<Path> jars;
    try (Stream<Path> files = Files.list(directory)) {
      jars = files.filter(file -> file.toString().endsWith(".jar")).toList();
    }
    for (Path jar : jars) {
      try (JarFile file = new JarFile(jar.toFile())) {
        Manifest manifest = file.getManifest();
        if (manifest != null
            && manifest.getMainAttributes().remove(Attributes.Name.SEALED) != null) {
          rewrite(file, manifest, jar);
        }
      }
    }
  }

  private static void rewrite(JarFile from, Manifest manifest, Path jar) throws IOException {
    Path unsealed = jar.resolveSibling(jar.getFileName() + ".unsealed");
    try (OutputStream file = Files.newOutputStream(unsealed);
        JarOutputStream to = new JarOutputStream(file)) {
      for (JarEntry entry : Collections.list(from.entries())) {
        ZipEntry copied = new ZipEntry(entry.getName());
        copied.setTimeLocal(entry.getTimeLocal());
        to.putNextEntry(copied);
        if (entry.getName().equals(JarFile.MANIFEST_NAME)) {
          manifest.write(to);
        } else {
          from.getInputStream(entry).transferTo(to);
        }
        to.closeEntry();
      }
    }
    Files.move(unsealed, jar, StandardCopyOption.REPLACE_EXISTING);
  }
}
