package dev.kaniko.adapters.rootfs.tar;

import dev.kaniko.domain.filesystem.FileMetadata;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** Entries of every kind that a tar can hold, from a seed. */
public final class RandomTars {
  private static final List<TarEntry.Type> TYPES = List.of(TarEntry.Type.values());

  private final Random random;

  public RandomTars(long seed) {
    this.random = new Random(seed);
  }

  /** With its content's size, and times in whole seconds, as the writer writes them. */
  public TarEntry entry() {
    TarEntry.Type type = TYPES.get(random.nextInt(TYPES.size()));
    String name = type == TarEntry.Type.DIRECTORY ? path() + "/" : path();
    TarEntry entry = new TarEntry(name, type, metadata(), 0, "", 0, 0);
    return switch (type) {
      case REGULAR -> entry.withSize(random.nextLong(3) * random.nextInt(2000));
      case SYMLINK, HARD_LINK -> entry.withLinkName(path());
      case CHARACTER_DEVICE, BLOCK_DEVICE ->
          entry.withDevice(random.nextInt(4096), random.nextInt(1 << 20));
      case DIRECTORY, FIFO -> entry;
    };
  }

  public String content(long size) {
    return bytes((int) size, 0);
  }

  private FileMetadata metadata() {
    return new FileMetadata(
        random.nextInt(010000), id(), id(), Instant.ofEpochSecond(seconds()), xattrs());
  }

  private long id() {
    return switch (random.nextInt(4)) {
      case 0 -> 0;
      case 1 -> random.nextInt(65_536);
      case 2 -> 2_097_150 + random.nextInt(4);
      default -> random.nextLong(FileMetadata.LARGEST_ID + 1);
    };
  }

  private long seconds() {
    return switch (random.nextInt(4)) {
      case 0 -> 0;
      case 1 -> -random.nextInt(1_000_000_000);
      case 2 -> 8_589_934_590L + random.nextInt(4);
      default -> random.nextInt(2_000_000_000);
    };
  }

  private SortedMap<String, String> xattrs() {
    SortedMap<String, String> xattrs = new TreeMap<>();
    for (int i = random.nextInt(6) - 3; i > 0; i--) {
      xattrs.put("user." + bytes(1 + random.nextInt(20), 1).replace('=', '-'), value());
    }
    if (random.nextInt(5) == 0) {
      xattrs.put("security.capability", bytes(20, 0));
    }
    return xattrs;
  }

  private String value() {
    return bytes(random.nextInt(3) * random.nextInt(200), 0);
  }

  /** Of lengths around all that a header has room for. */
  private String path() {
    StringBuilder path = new StringBuilder();
    int length =
        switch (random.nextInt(4)) {
          case 0 -> 1 + random.nextInt(30);
          case 1 -> 98 + random.nextInt(5);
          case 2 -> 150 + random.nextInt(120);
          default -> 1 + random.nextInt(1000);
        };
    boolean ascii = random.nextInt(3) > 0;
    while (path.length() < length) {
      char c = (char) (ascii ? 1 + random.nextInt(127) : 1 + random.nextInt(255));
      path.append(random.nextInt(12) == 0 ? '/' : c);
    }
    // A path of its own never ends in a slash.
    path.setCharAt(path.length() - 1, 'x');
    return path.toString();
  }

  private String bytes(int length, int from) {
    StringBuilder bytes = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      bytes.append((char) (from + random.nextInt(256 - from)));
    }
    return bytes.toString();
  }
}
