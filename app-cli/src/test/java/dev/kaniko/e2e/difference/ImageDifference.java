package dev.kaniko.e2e.difference;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Compares two images field by field. */
public final class ImageDifference {

  private ImageDifference() {}

  /**
   * One line for each difference; none for images that cannot be told apart.
   *
   * @param baseLayers digests of layers that came with a base
   */
  public static List<String> between(
      BuiltImage expected, BuiltImage actual, Set<String> baseLayers) {
    List<String> lines = new ArrayList<>();
    lines.addAll(TreeDifference.between(expected, actual));
    lines.addAll(ConfigDifference.between(expected.image(), actual.image()));
    lines.addAll(HistoryDifference.between(expected, actual));
    lines.addAll(LayerDifference.between(expected.image(), actual.image(), baseLayers));
    return List.copyOf(lines);
  }
}
