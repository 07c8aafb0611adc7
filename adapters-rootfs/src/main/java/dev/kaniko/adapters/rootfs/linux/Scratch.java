package dev.kaniko.adapters.rootfs.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The native memory in which one thread hands arguments to the kernel and takes answers: made once
 * a thread, because an allocation for each call would cost more than the call.
 *
 * <p>Nothing stays in it: a caller fills it, calls, and takes what it needs before it returns.
 */
final class Scratch {
  /** As the kernel's PATH_MAX: with the closing zero. */
  static final int LONGEST_PATH = 4096;

  /** Also the largest value and the longest list of names that an extended attribute may have. */
  static final int BUFFER_SIZE = 1 << 16;

  // Not shared state: each thread sees its own and nothing in it outlives a call.
  private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);

  /** How the JDK made text of the bytes that the command line and the file systems gave it. */
  private static final Charset NATIVE = Charset.forName(System.getProperty("sun.jnu.encoding"));

  private final Arena arena = Arena.ofAuto();

  /** Where errno is left. */
  final MemorySegment errno = arena.allocate(16, 8);

  final MemorySegment path = arena.allocate(LONGEST_PATH);
  final MemorySegment secondPath = arena.allocate(LONGEST_PATH);

  /** For the kernel's structures; struct statx, the largest, has 256 bytes. */
  final MemorySegment struct = arena.allocate(256, 8);

  final MemorySegment buffer = arena.allocate(BUFFER_SIZE, 8);

  private Scratch() {}

  static Scratch ofThisThread() {
    return OF_THREAD.get();
  }

  /** A path of the JDK as the bytes that it stands for, one a char. */
  static String bytesOf(Path path) {
    return new String(path.toString().getBytes(NATIVE), StandardCharsets.ISO_8859_1);
  }

  /** The address of {@code bytes} as a C string. */
  long path(String bytes) throws ErrnoException {
    return put(bytes, path);
  }

  /** As {@link #path}, for calls that take two. */
  long secondPath(String bytes) throws ErrnoException {
    return put(bytes, secondPath);
  }

  private static long put(String bytes, MemorySegment into) throws ErrnoException {
    int length = bytes.length();
    if (length >= LONGEST_PATH) {
      throw new ErrnoException(Errno.ENAMETOOLONG.number(), "use", bytes.substring(0, 80) + "...");
    }
    for (int i = 0; i < length; i++) {
      char c = bytes.charAt(i);
      if (c == 0 || c > 0xFF) {
        throw new ErrnoException(Errno.EINVAL.number(), "use the name", bytes);
      }
      into.set(ValueLayout.JAVA_BYTE, i, (byte) c);
    }
    into.set(ValueLayout.JAVA_BYTE, length, (byte) 0);
    return into.address();
  }

  /** The first {@code length} bytes of the buffer, one a char. */
  String bufferAsString(int length) {
    byte[] bytes = buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
