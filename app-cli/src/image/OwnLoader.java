import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Gives a Java runtime the dynamic loader and the C library of this machine, so that it runs where
 * there are none, or others.
 *
 * <p>The launcher's ELF interpreter is overwritten by a shorter path; the launcher's RPATH finds
 * the libraries, which lie beside those of the runtime.
 *
 * @see <a href="https://refspecs.linuxfoundation.org/elf/gabi4+/ch5.pheader.html">program
 *     header</a>
 */
final class OwnLoader {
  /** Where the runtime will be when it runs. */
  private static final String HOME = "/kaniko/jre";

  private static final String LOADER = HOME + "/lib/ld.so";

  /** All that the runtime's libraries need; newer C libraries have merged most into the first. */
  private static final List<String> LIBRARIES =
      List.of("libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1");

  private static final int PROGRAM_HEADERS_OFFSET = 32;
  private static final int PROGRAM_HEADER_SIZE_OFFSET = 54;
  private static final int PROGRAM_HEADER_COUNT_OFFSET = 56;
  private static final int INTERPRETER_TYPE = 3;

  private final Path runtime;

  OwnLoader(Path runtime) {
    this.runtime = runtime;
  }

  void install() throws IOException {
    Path launcher = runtime.resolve("bin/java");
    ByteBuffer program =
        ByteBuffer.wrap(Files.readAllBytes(launcher)).order(ByteOrder.LITTLE_ENDIAN);
    int header = interpreterHeader(program, launcher);
    int offset = Math.toIntExact(program.getLong(header + 8));
    int size = Math.toIntExact(program.getLong(header + 32));
    String loader = new String(program.array(), offset, size - 1, StandardCharsets.US_ASCII);
    copyLoader(Path.of(loader).toRealPath());
    overwrite(program.array(), offset, size, LOADER);
    Files.write(launcher, program.array());
  }

  /** Where the program header of the interpreter is: its path is the content of that segment. */
  private static int interpreterHeader(ByteBuffer program, Path path) throws IOException {
    int first = Math.toIntExact(program.getLong(PROGRAM_HEADERS_OFFSET));
    int size = program.getShort(PROGRAM_HEADER_SIZE_OFFSET);
    int count = program.getShort(PROGRAM_HEADER_COUNT_OFFSET);
    for (int header = first; header < first + size * count; header += size) {
      if (program.getInt(header) == INTERPRETER_TYPE) {
        return header;
      }
    }
    throw new IOException(path + " has no ELF interpreter");
  }

  /** What the files of the image that is being built say must not be loaded into the executor. */
  private void copyLoader(Path loader) throws IOException {
    byte[] bytes = Files.readAllBytes(loader);
    redirect(bytes, "/etc/ld.so.preload", HOME + "/ld.pre");
    redirect(bytes, "/etc/ld.so.cache", HOME + "/ld.c");
    Path copied = runtime.resolve("lib/ld.so");
    Files.write(copied, bytes);
    if (!copied.toFile().setExecutable(true)) {
      throw new IOException("cannot make " + copied + " executable");
    }
    for (String library : LIBRARIES) {
      Files.copy(loader.resolveSibling(library), runtime.resolve("lib").resolve(library));
    }
    Path c = runtime.resolve("lib/libc.so.6");
    byte[] library = Files.readAllBytes(c);
    redirect(library, "/etc/nsswitch.conf", HOME + "/nsswit");
    Files.write(c, library);
  }

  /** Replaces a path among the constants of a program by one that is as long, or shorter. */
  private static void redirect(byte[] program, String from, String to) throws IOException {
    byte[] sought = (from + '\0').getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i <= program.length - sought.length; i++) {
      if (Arrays.equals(program, i, i + sought.length, sought, 0, sought.length)) {
        overwrite(program, i, sought.length, to);
        return;
      }
    }
    throw new IOException("the C library does not name " + from);
  }

  private static void overwrite(byte[] bytes, int offset, int size, String text)
      throws IOException {
    byte[] written = text.getBytes(StandardCharsets.US_ASCII);
    if (written.length >= size) {
      throw new IOException(text + " is longer than the path it replaces");
    }
    Arrays.fill(bytes, offset, offset + size, (byte) 0);
    System.arraycopy(written, 0, bytes, offset, written.length);
  }
}
