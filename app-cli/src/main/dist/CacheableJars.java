import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
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
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/**
 * Rewrites jars that an AOT cache does not get along with:
 *
 * <ul>
 *   <li>Sealed packages: a JVM with a cache that was made where the jars no longer are does not
 *       start, as it takes the jar of before for another one. The jar is unsealed.
 *   <li>Classes in the format of Java 5: they are not cached, and verifying them takes a third of
 *       the time that {@code executor --help} does. They get what the format of Java 8 has more.
 * </ul>
 */
final class CacheableJars {
  private static final int OLDEST_CACHED = Opcodes.V1_6;

  private CacheableJars() {}

  /** Rewrites where necessary; all other entries stay as they are. */
  static void rewriteIn(Path directory) throws IOException {
    List<Path> jars;
    try (Stream<Path> files = Files.list(directory)) {
      jars = files.filter(file -> file.toString().endsWith(".jar")).toList();
    }
    for (Path jar : jars) {
      try (JarFile file = new JarFile(jar.toFile())) {
        if (file.getManifest() != null && (isSealed(file) || isOld(file))) {
          rewrite(file, jar);
        }
      }
    }
  }

  private static boolean isSealed(JarFile jar) throws IOException {
    return jar.getManifest().getMainAttributes().containsKey(Attributes.Name.SEALED);
  }

  private static boolean isOld(JarFile jar) throws IOException {
    for (JarEntry entry : Collections.list(jar.entries())) {
      if (isOld(entry, jar.getInputStream(entry).readNBytes(8))) {
        return true;
      }
    }
    return false;
  }

  /** The two bytes of the major version come after the magic number and the minor version. */
  private static boolean isOld(JarEntry entry, byte[] start) {
    return entry.getName().endsWith(".class") && start[7] < OLDEST_CACHED;
  }

  private static void rewrite(JarFile from, Path jar) throws IOException {
    Path rewritten = jar.resolveSibling(jar.getFileName() + ".rewritten");
    Manifest manifest = from.getManifest();
    manifest.getMainAttributes().remove(Attributes.Name.SEALED);
    try (OutputStream file = Files.newOutputStream(rewritten);
        JarOutputStream to = new JarOutputStream(file);
        URLClassLoader classes = new URLClassLoader(new URL[] {jar.toUri().toURL()})) {
      for (JarEntry entry : Collections.list(from.entries())) {
        ZipEntry copied = new ZipEntry(entry.getName());
        copied.setTimeLocal(entry.getTimeLocal());
        to.putNextEntry(copied);
        byte[] content = from.getInputStream(entry).readAllBytes();
        if (entry.getName().equals(JarFile.MANIFEST_NAME)) {
          manifest.write(to);
        } else if (isOld(entry, content)) {
          to.write(withStackMaps(content, classes));
        } else {
          to.write(content);
        }
        to.closeEntry();
      }
    }
    Files.move(rewritten, jar, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * @see <a href="https://docs.oracle.com/javase/specs/jvms/se25/html/jvms-4.html#jvms-4.7.4">the
   *     StackMapTable attribute</a>
   */
  private static byte[] withStackMaps(byte[] classFile, ClassLoader classes) {
    ClassReader reader = new ClassReader(classFile);
    ClassWriter writer =
        new ClassWriter(ClassWriter.COMPUTE_FRAMES) {
          @Override
          protected ClassLoader getClassLoader() {
            return classes;
          }
        };
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public void visit(
              int version, int access, String name, String sign, String parent, String[] types) {
            super.visit(Opcodes.V1_8, access, name, sign, parent, types);
          }
        },
        ClassReader.SKIP_FRAMES);
    return writer.toByteArray();
  }
}
