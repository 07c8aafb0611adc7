package dev.kaniko.e2e.difference;

import dev.kaniko.e2e.image.ImageSnapshot;

/** An image and when it was built. */
public record BuiltImage(ImageSnapshot image, BuildWindow window) {

  /** Two times are as good as equal when each was "now" for its own build. */
  boolean sameTime(long mine, BuiltImage other, long theirs) {
    return mine == theirs || (window.contains(mine) && other.window.contains(theirs));
  }
}
