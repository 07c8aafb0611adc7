package dev.kaniko.adapters.rootfs.linux;

import static dev.kaniko.adapters.rootfs.linux.Flags.O_CLOEXEC;
import static dev.kaniko.adapters.rootfs.linux.Flags.O_CREAT;
import static dev.kaniko.adapters.rootfs.linux.Flags.O_DIRECTORY;
import static dev.kaniko.adapters.rootfs.linux.Flags.O_EXCL;
import static dev.kaniko.adapters.rootfs.linux.Flags.O_NOFOLLOW;
import static dev.kaniko.adapters.rootfs.linux.Flags.O_NONBLOCK;
import static dev.kaniko.adapters.rootfs.linux.Flags.O_PATH;
import static dev.kaniko.adapters.rootfs.linux.Flags.O_RDONLY;
import static dev.kaniko.adapters.rootfs.linux.Flags.O_WRONLY;

import dev.kaniko.domain.filesystem.FilePath;
import java.io.Closeable;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Predicate;

/**
 * An open directory. Names are single components; paths are read from here, and none of their
 * components may be a link. May be used by several threads, except {@link #names}.
 */
public final class DirectoryHandle implements Closeable {
  private static final long DIRECTORY = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;

  private final FileHandle self;

  private DirectoryHandle(FileHandle self) {
    this.self = self;
  }

  static DirectoryHandle of(long descriptor, String name) {
    return new DirectoryHandle(new FileHandle((int) descriptor, name));
  }

  /** Opens one of this machine's directories; here links are followed. */
  public static DirectoryHandle open(Path path) throws ErrnoException {
    String bytes = Scratch.bytesOf(path);
    long flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
    long address = Scratch.ofThisThread().path(bytes);
    long opened = Kernel.call(SystemCall.OPENAT, Flags.AT_FDCWD, address, flags, 0);
    return of(Kernel.check(opened, "open the directory", bytes), bytes);
  }

  /** The directory as a file; it is closed with this. */
  public FileHandle self() {
    return self;
  }

  /** All names but {@code .} and {@code ..}, in no order. One thread at a time. */
  public List<String> names() throws ErrnoException {
    return DirectoryListing.read(self.descriptor(), self.name());
  }

  /** The status of the entry itself, when there is one. */
  public Optional<FileStatus> status(String name) throws ErrnoException {
    long result = FileStatus.ask(self.descriptor(), component(name), 0);
    return isPresent(result, "look at", name) ? Optional.of(FileStatus.answer()) : Optional.empty();
  }

  /** What the symlink of that name says, verbatim. */
  public String linkTarget(String name) throws ErrnoException {
    return FileHandle.readLink(self.descriptor(), component(name), in(name));
  }

  /** The extended attributes of an entry of any kind whose names are {@code wanted}. */
  public SortedMap<String, String> xattrs(String name, Predicate<String> wanted)
      throws ErrnoException {
    return Xattrs.ofEntry(self.descriptor(), component(name), wanted);
  }

  /** Opens a directory that is an entry of this; empty when there is none, or something else. */
  public Optional<DirectoryHandle> directory(String name) throws ErrnoException {
    long opened = openEntry(component(name), DIRECTORY);
    return isDirectory(opened, name) ? Optional.of(of(opened, in(name))) : Optional.empty();
  }

  /** The directory that holds this one. */
  public DirectoryHandle parent() throws ErrnoException {
    return of(Kernel.check(openEntry("..", DIRECTORY), "open", in("..")), in(".."));
  }

  /** Holds an entry of any kind, without opening it. */
  public Optional<FileHandle> entry(String name) throws ErrnoException {
    long opened = openEntry(component(name), O_PATH | O_NOFOLLOW | O_CLOEXEC);
    return isPresent(opened, "open", name)
        ? Optional.of(new FileHandle((int) opened, in(name)))
        : Optional.empty();
  }

  /** Opens the directory at {@code path}; empty when none is there. */
  public Optional<DirectoryHandle> findDirectory(FilePath path) throws ErrnoException {
    return findDirectory(path, true);
  }

  /**
   * @param crossMounts false to see nothing of what is mounted below this directory
   */
  public Optional<DirectoryHandle> findDirectory(FilePath path, boolean crossMounts)
      throws ErrnoException {
    long opened = beneath(path, O_RDONLY | O_DIRECTORY, crossMounts);
    return isDirectory(opened, path.relative())
        ? Optional.of(of(opened, in(path.relative())))
        : Optional.empty();
  }

  /** Holds whatever is at {@code path}, without opening it; empty when nothing is there. */
  public Optional<FileHandle> find(FilePath path) throws ErrnoException {
    return find(path, true);
  }

  /**
   * @param crossMounts false to see nothing of what is mounted below this directory
   */
  public Optional<FileHandle> find(FilePath path, boolean crossMounts) throws ErrnoException {
    long opened = beneath(path, O_PATH, crossMounts);
    return isDirectory(opened, path.relative())
        ? Optional.of(new FileHandle((int) opened, in(path.relative())))
        : Optional.empty();
  }

  /** Opens the regular file at {@code path} for reading; anything else there is an error. */
  public FileHandle openFile(FilePath path) throws ErrnoException {
    String name = in(path.relative());
    // Without O_NONBLOCK a pipe put in the file's place would make this wait for ever.
    long opened = beneath(path, O_RDONLY | O_NONBLOCK, true);
    FileHandle file = new FileHandle((int) Kernel.check(opened, "open", name), name);
    if (file.status().type() != FileStatus.Type.REGULAR) {
      file.close();
      throw new ErrnoException(Errno.EINVAL.number(), "read, as it is no regular file,", name);
    }
    return file;
  }

  /**
   * Makes a directory of mode 0700.
   *
   * @return false when something of that name is there already; likewise below
   */
  public boolean makeDirectory(String name) throws ErrnoException {
    long path = Scratch.ofThisThread().path(component(name));
    return isNew(Kernel.call(SystemCall.MKDIRAT, self.descriptor(), path, 0700), name);
  }

  /** Makes an empty file of mode 0600, open for writing; empty when the name is taken. */
  public Optional<FileHandle> makeFile(String name) throws ErrnoException {
    long path = Scratch.ofThisThread().path(component(name));
    long flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
    long opened = Kernel.call(SystemCall.OPENAT, self.descriptor(), path, flags, 0600);
    return isNew(opened, name)
        ? Optional.of(new FileHandle((int) opened, in(name)))
        : Optional.empty();
  }

  /**
   * @param target stored verbatim
   */
  public boolean makeSymlink(String name, String target) throws ErrnoException {
    Scratch scratch = Scratch.ofThisThread();
    long text = scratch.secondPath(target);
    long path = scratch.path(component(name));
    return isNew(Kernel.call(SystemCall.SYMLINKAT, text, self.descriptor(), path), name);
  }

  /** Gives the file {@code ofName} of {@code of} one more name; a link itself is linked to. */
  public boolean makeLink(String name, DirectoryHandle of, String ofName) throws ErrnoException {
    Scratch scratch = Scratch.ofThisThread();
    long from = scratch.secondPath(component(ofName));
    long to = scratch.path(component(name));
    int source = of.self.descriptor();
    return isNew(Kernel.call(SystemCall.LINKAT, source, from, self.descriptor(), to, 0), name);
  }

  /** Makes a device node, pipe or socket of mode 0600; the numbers are those of devices only. */
  public boolean makeNode(String name, FileStatus.Type type, int major, int minor)
      throws ErrnoException {
    // The kernel's own encoding of a device number: twelve bits of major, twenty of minor.
    long device = (minor & 0xffL) | ((long) major << 8) | ((minor & ~0xffL) << 12);
    long path = Scratch.ofThisThread().path(component(name));
    long mode = type.bits() | 0600;
    return isNew(Kernel.call(SystemCall.MKNODAT, self.descriptor(), path, mode, device), name);
  }

  /**
   * Moves an entry of any kind to another directory of the same file system, under the same name;
   * what is there and can be replaced (rename(2)) is.
   */
  public void rename(String name, DirectoryHandle to) throws ErrnoException {
    rename(name, to, name);
  }

  /** As {@link #rename(String, DirectoryHandle)}, with another name there. */
  public void rename(String name, DirectoryHandle to, String newName) throws ErrnoException {
    Scratch scratch = Scratch.ofThisThread();
    long source = scratch.secondPath(component(name));
    long target = scratch.path(component(newName));
    int from = self.descriptor();
    long result = Kernel.call(SystemCall.RENAMEAT2, from, source, to.self.descriptor(), target, 0);
    Kernel.check(result, "move", in(name));
  }

  /** Takes a name away, which must not be a directory's. */
  public Removal removeFile(String name) throws ErrnoException {
    long path = Scratch.ofThisThread().path(component(name));
    long result = Kernel.call(SystemCall.UNLINKAT, self.descriptor(), path, 0);
    if (Errno.EISDIR.isIn(result)) {
      return Removal.IS_DIRECTORY;
    }
    return isPresent(result, "remove", name) ? Removal.REMOVED : Removal.MISSING;
  }

  /** What became of a name that was to be removed. */
  public enum Removal {
    REMOVED,
    MISSING,
    /** Still there: only {@link #removeDirectory} removes it. */
    IS_DIRECTORY
  }

  /** Removes an empty directory. */
  public void removeDirectory(String name) throws ErrnoException {
    long path = Scratch.ofThisThread().path(component(name));
    long result = Kernel.call(SystemCall.UNLINKAT, self.descriptor(), path, Flags.AT_REMOVEDIR);
    Kernel.check(result, "remove the directory", in(name));
  }

  @Override
  public void close() throws ErrnoException {
    self.close();
  }

  private long openEntry(String name, long flags) throws ErrnoException {
    long path = Scratch.ofThisThread().path(name);
    return Kernel.call(SystemCall.OPENAT, self.descriptor(), path, flags, 0);
  }

  private long beneath(FilePath path, long flags, boolean crossMounts) throws ErrnoException {
    return Beneath.OF_THIS_KERNEL.open(self.descriptor(), path, flags, crossMounts);
  }

  private boolean isNew(long result, String name) throws ErrnoException {
    if (Errno.EEXIST.isIn(result)) {
      return false;
    }
    if (result < 0) {
      throw new ErrnoException((int) -result, "make", in(name));
    }
    return true;
  }

  private boolean isPresent(long result, String action, String name) throws ErrnoException {
    if (Errno.ENOENT.isIn(result)) {
      return false;
    }
    if (result < 0) {
      throw new ErrnoException((int) -result, action, in(name));
    }
    return true;
  }

  /** False where a path leads through, or to, something else than the directory it asks for. */
  private boolean isDirectory(long result, String name) throws ErrnoException {
    boolean otherwise =
        Errno.ENOTDIR.isIn(result)
            || Errno.ELOOP.isIn(result)
            || Errno.EXDEV.isIn(result)
            || Errno.ENAMETOOLONG.isIn(result);
    return !otherwise && isPresent(result, "open", name);
  }

  private String in(String name) {
    return self.name() + "/" + name;
  }

  /**
   * @throws IllegalArgumentException for anything but one component: it would lead elsewhere
   */
  private static String component(String name) {
    if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('/') >= 0) {
      throw new IllegalArgumentException("not the name of an entry: " + FilePath.textOf(name));
    }
    return name;
  }
}
