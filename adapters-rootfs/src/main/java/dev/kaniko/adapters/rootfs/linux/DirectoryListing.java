package dev.kaniko.adapters.rootfs.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The {@code getdents64} call. */
final class DirectoryListing {
  /** Where the name starts in a struct linux_dirent64: behind inode, offset, length and type. */
  private static final int NAME_OFFSET = 19;

  private DirectoryListing() {}

  /** The names from the directory's start, without {@code .} and {@code ..}. */
  static List<String> read(int descriptor, String name) throws ErrnoException {
    Kernel.check(Kernel.call(SystemCall.LSEEK, descriptor, 0, 0), "rewind", name);
    MemorySegment buffer = Scratch.ofThisThread().buffer;
    List<String> names = new ArrayList<>();
    while (true) {
      long address = buffer.address();
      long length = Kernel.call(SystemCall.GETDENTS64, descriptor, address, Scratch.BUFFER_SIZE);
      if (Kernel.check(length, "list the directory", name) == 0) {
        return names;
      }
      for (int entry = 0; entry < length; ) {
        add(buffer, entry + NAME_OFFSET, names);
        entry += Short.toUnsignedInt(buffer.get(JAVA_SHORT, entry + 16));
      }
    }
  }

  private static void add(MemorySegment buffer, int start, List<String> names) {
    int end = start;
    while (buffer.get(JAVA_BYTE, end) != 0) {
      end++;
    }
    byte[] bytes = new byte[end - start];
    MemorySegment.copy(buffer, JAVA_BYTE, start, bytes, 0, bytes.length);
    String name = new String(bytes, StandardCharsets.ISO_8859_1);
    if (!name.equals(".") && !name.equals("..")) {
      names.add(name);
    }
  }
}
