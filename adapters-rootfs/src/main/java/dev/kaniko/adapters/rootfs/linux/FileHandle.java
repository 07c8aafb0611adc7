package dev.kaniko.adapters.rootfs.linux;

import static dev.kaniko.adapters.rootfs.linux.Flags.AT_EMPTY_PATH;
import static dev.kaniko.adapters.rootfs.linux.Flags.AT_FDCWD;

import java.io.Closeable;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Instant;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * An open file of any kind, held by a descriptor of its own: what happens to its name does not
 * concern it. A symlink, device, pipe or socket is held without being opened (O_PATH).
 */
public final class FileHandle implements Closeable {
  private static final int CLOSED = -1;

  private final AtomicInteger descriptor;
  private final String name;

  /**
   * @param name for messages
   */
  FileHandle(int descriptor, String name) {
    this.descriptor = new AtomicInteger(descriptor);
    this.name = name;
  }

  /**
   * A path that leads to this very file for as long as the handle is open, in this process and, by
   * its number, in others.
   */
  public String procPath() {
    return "/proc/" + ProcessHandle.current().pid() + "/fd/" + descriptor();
  }

  public FileStatus status() throws ErrnoException {
    long result = FileStatus.ask(descriptor(), "", AT_EMPTY_PATH);
    Kernel.check(result, "look at", name);
    return FileStatus.answer();
  }

  /** Takes setuid and setgid away, as the kernel always does: {@link #setMode} comes after it. */
  public void setOwner(long uid, long gid) throws ErrnoException {
    long empty = Scratch.ofThisThread().path("");
    long result = Kernel.call(SystemCall.FCHOWNAT, descriptor(), empty, uid, gid, AT_EMPTY_PATH);
    Kernel.check(result, "change the owner of", name);
  }

  /** Exactly this mode, whatever the umask. Not for symlinks, which have none. */
  public void setMode(int mode) throws ErrnoException {
    long path = Scratch.ofThisThread().path(Xattrs.pathOf(descriptor()));
    long result = Kernel.call(SystemCall.FCHMODAT, AT_FDCWD, path, mode);
    Kernel.check(result, "change the mode of", name);
  }

  /** Sets the mtime and leaves the atime. */
  public void setModified(Instant modified) throws ErrnoException {
    Scratch scratch = Scratch.ofThisThread();
    MemorySegment times = scratch.struct;
    times.set(ValueLayout.JAVA_LONG, 0, 0);
    times.set(ValueLayout.JAVA_LONG, 8, Flags.UTIME_OMIT);
    times.set(ValueLayout.JAVA_LONG, 16, modified.getEpochSecond());
    times.set(ValueLayout.JAVA_LONG, 24, modified.getNano());
    long path = scratch.path(Xattrs.pathOf(descriptor()));
    long result = Kernel.call(SystemCall.UTIMENSAT, AT_FDCWD, path, times.address(), 0);
    Kernel.check(result, "change the time of", name);
  }

  /** The extended attributes whose names are {@code wanted}. */
  public SortedMap<String, String> xattrs(Predicate<String> wanted) throws ErrnoException {
    return Xattrs.ofDescriptor(descriptor(), wanted);
  }

  public void setXattr(String attribute, String value) throws ErrnoException {
    Xattrs.set(descriptor(), attribute, value);
  }

  /** Does nothing when there is no such attribute. */
  public void removeXattr(String attribute) throws ErrnoException {
    Xattrs.remove(descriptor(), attribute);
  }

  /** What the symlink that this handle holds says, verbatim. */
  public String linkTarget() throws ErrnoException {
    return readLink(descriptor(), "", name);
  }

  /**
   * What a symlink says.
   *
   * @param path read from {@code descriptor}; empty for what that holds itself
   */
  static String readLink(int descriptor, String path, String name) throws ErrnoException {
    Scratch scratch = Scratch.ofThisThread();
    long address = scratch.path(path);
    long buffer = scratch.buffer.address();
    long size = Scratch.BUFFER_SIZE;
    long length = Kernel.call(SystemCall.READLINKAT, descriptor, address, buffer, size);
    Kernel.check(length, "read the link", name);
    return scratch.bufferAsString((int) length);
  }

  /**
   * Reads on from where the last read ended.
   *
   * @return how many bytes; -1 at the end
   */
  public int read(byte[] into, int offset, int length) throws ErrnoException {
    if (length == 0) {
      return 0;
    }
    MemorySegment buffer = Scratch.ofThisThread().buffer;
    long most = Math.min(length, Scratch.BUFFER_SIZE);
    long read = Kernel.call(SystemCall.READ, descriptor(), buffer.address(), most);
    Kernel.check(read, "read", name);
    MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, into, offset, (int) read);
    return read == 0 ? -1 : (int) read;
  }

  /** Writes all of it behind what was written before. */
  public void write(byte[] bytes, int offset, int length) throws ErrnoException {
    MemorySegment buffer = Scratch.ofThisThread().buffer;
    for (int done = 0; done < length; ) {
      int size = Math.min(length - done, Scratch.BUFFER_SIZE);
      MemorySegment.copy(bytes, offset + done, buffer, ValueLayout.JAVA_BYTE, 0, size);
      long written = Kernel.call(SystemCall.WRITE, descriptor(), buffer.address(), size);
      done += (int) Kernel.check(written, "write", name);
    }
  }

  /** Waits until everything written to this file's file system so far is on the disk. */
  public void syncFileSystem() throws ErrnoException {
    Kernel.check(Kernel.call(SystemCall.SYNCFS, descriptor()), "sync the file system of", name);
  }

  /**
   * @throws IllegalStateException when it is closed: its number may be another file's by now
   */
  int descriptor() {
    int number = descriptor.get();
    if (number == CLOSED) {
      throw new IllegalStateException("used after it was closed: " + name);
    }
    return number;
  }

  String name() {
    return name;
  }

  /** May be called again. */
  @Override
  public void close() throws ErrnoException {
    int number = descriptor.getAndSet(CLOSED);
    if (number != CLOSED) {
      Kernel.check(Kernel.call(SystemCall.CLOSE, number), "close", name);
    }
  }
}
