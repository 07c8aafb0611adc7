package dev.kaniko.adapters.rootfs.tar;

/**
 * Bounds what a hostile tar can make its reader keep in memory or do.
 *
 * @param extensionBytes of one extended header, one long name or one map of a sparse file
 * @param nameBytes of one name or link target
 * @param entries in one tar
 * @param contentBytes of all regular files together, holes of sparse files included
 */
public record TarLimits(int extensionBytes, int nameBytes, long entries, long contentBytes) {

  /**
   * As much as Go's reader takes for an extension, as Linux takes for a path (PATH_MAX), and more
   * files and bytes than real images have.
   */
  public static final TarLimits GENEROUS = new TarLimits(1 << 20, 4096, 10_000_000, 1L << 40);

  public TarLimits {
    if (extensionBytes < 1 || nameBytes < 1 || entries < 1 || contentBytes < 1) {
      throw new IllegalArgumentException("a limit that lets nothing through");
    }
  }
}
