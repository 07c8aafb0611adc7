package dev.kaniko.e2e.image;

/** What an entry of a layer stands for, by its type flag in the tar. */
public enum FileKind {
  FILE,
  HARD_LINK,
  SYMLINK,
  CHARACTER_DEVICE,
  BLOCK_DEVICE,
  DIRECTORY,
  FIFO;

  /** Anything else, GNU's sparse files among it, has no place in a layer. */
  static FileKind ofTypeFlag(char flag) {
    return switch (flag) {
      case '0', '\0', '7' -> FILE;
      case '1' -> HARD_LINK;
      case '2' -> SYMLINK;
      case '3' -> CHARACTER_DEVICE;
      case '4' -> BLOCK_DEVICE;
      case '5' -> DIRECTORY;
      case '6' -> FIFO;
      default -> throw new MalformedImage("a tar entry of type '" + flag + "'");
    };
  }

  boolean isDevice() {
    return this == CHARACTER_DEVICE || this == BLOCK_DEVICE;
  }
}
