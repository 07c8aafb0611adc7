package dev.kaniko.e2e.image;

/** One entry of a layer. */
public record LayerEntry(TarHeader header, Content content) {
  private static final String WHITEOUT = ".wh.";
  private static final String OPAQUE = ".wh..wh..opq";

  public String path() {
    return header.path();
  }

  public boolean isOpaqueMark() {
    return name().equals(OPAQUE);
  }

  public boolean isWhiteout() {
    return name().startsWith(WHITEOUT) && !isOpaqueMark();
  }

  /** What a whiteout removes. */
  public String removed() {
    return TreePaths.child(TreePaths.parent(path()), name().substring(WHITEOUT.length()));
  }

  private String name() {
    return TreePaths.name(path());
  }
}
