package dev.kaniko.adapters.rootfs.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Extended attributes by way of {@code /proc/self/fd}: the only way to reach those of a file of any
 * kind by descriptor. Names and values are bytes, one a char.
 */
final class Xattrs {
  private Xattrs() {}

  /** The path that leads to what {@code descriptor} holds, even where it holds a symlink. */
  static String pathOf(int descriptor) {
    return "/proc/self/fd/" + descriptor;
  }

  /** The attributes of what {@code descriptor} holds whose names are {@code wanted}. */
  static SortedMap<String, String> ofDescriptor(int descriptor, Predicate<String> wanted)
      throws ErrnoException {
    return read(pathOf(descriptor), wanted, SystemCall.LISTXATTR, SystemCall.GETXATTR);
  }

  /** As {@link #ofDescriptor}, for a file in the directory; a symlink is not followed. */
  static SortedMap<String, String> ofEntry(int directory, String name, Predicate<String> wanted)
      throws ErrnoException {
    String path = pathOf(directory) + "/" + name;
    return read(path, wanted, SystemCall.LLISTXATTR, SystemCall.LGETXATTR);
  }

  static void set(int descriptor, String name, String value) throws ErrnoException {
    Scratch scratch = Scratch.ofThisThread();
    byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
    if (bytes.length > Scratch.BUFFER_SIZE) {
      throw new ErrnoException(Errno.ENOSPC.number(), "set the attribute", name);
    }
    MemorySegment.copy(bytes, 0, scratch.buffer, ValueLayout.JAVA_BYTE, 0, bytes.length);
    long path = scratch.path(pathOf(descriptor));
    long attribute = scratch.secondPath(name);
    long buffer = scratch.buffer.address();
    long result = Kernel.call(SystemCall.SETXATTR, path, attribute, buffer, bytes.length, 0);
    Kernel.check(result, "set the attribute", name);
  }

  static void remove(int descriptor, String name) throws ErrnoException {
    Scratch scratch = Scratch.ofThisThread();
    long path = scratch.path(pathOf(descriptor));
    long result = Kernel.call(SystemCall.REMOVEXATTR, path, scratch.secondPath(name));
    if (!Errno.ENODATA.isIn(result)) {
      Kernel.check(result, "remove the attribute", name);
    }
  }

  private static SortedMap<String, String> read(
      String path, Predicate<String> wanted, SystemCall list, SystemCall get)
      throws ErrnoException {
    Scratch scratch = Scratch.ofThisThread();
    long buffer = scratch.buffer.address();
    long length = Kernel.call(list, scratch.path(path), buffer, Scratch.BUFFER_SIZE);
    if (length == 0 || Errno.EOPNOTSUPP.isIn(length)) {
      return new TreeMap<>();
    }
    Kernel.check(length, "list the extended attributes of", path);
    SortedMap<String, String> found = new TreeMap<>();
    for (String name : scratch.bufferAsString((int) length).split("\0")) {
      if (wanted.test(name)) {
        value(path, name, get).ifPresent(value -> found.put(name, value));
      }
    }
    return found;
  }

  private static Optional<String> value(String path, String name, SystemCall get)
      throws ErrnoException {
    Scratch scratch = Scratch.ofThisThread();
    long pathAddress = scratch.path(path);
    long nameAddress = scratch.secondPath(name);
    long buffer = scratch.buffer.address();
    long length = Kernel.call(get, pathAddress, nameAddress, buffer, Scratch.BUFFER_SIZE);
    if (Errno.ENODATA.isIn(length)) {
      return Optional.empty();
    }
    Kernel.check(length, "read the attribute " + name + " of", path);
    return Optional.of(scratch.bufferAsString((int) length));
  }
}
