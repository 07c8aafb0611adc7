package dev.kaniko.domain.image;

import java.util.List;

/** Identifies a stack of layers. Spec: image-spec config.md, "Layer ChainID". */
public final class ChainId {
  private ChainId() {}

  /**
   * The chainID of {@code diffIds}, lowest first.
   *
   * @throws IllegalArgumentException when there is no layer: nothing has no chainID
   */
  public static Digest of(List<Digest> diffIds) {
    if (diffIds.isEmpty()) {
      throw new IllegalArgumentException("no layers, no chainID");
    }
    Digest chain = diffIds.getFirst();
    for (Digest diffId : diffIds.subList(1, diffIds.size())) {
      chain = Digest.sha256(chain + " " + diffId);
    }
    return chain;
  }
}
