package dev.kaniko.domain.image;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The image config. Spec: image-spec config.md.
 *
 * @param diffIds digests of the layers' tars, uncompressed, lowest first
 * @param history as many entries that are not {@code emptyLayer} as there are layers, unless a base
 *     brought less
 * @param otherFields fields that are not known here (os.version among them), as JSON text by name
 */
public record ImageConfig(
    Platform platform,
    Optional<Instant> created,
    Optional<String> author,
    RuntimeConfig config,
    List<Digest> diffIds,
    List<HistoryEntry> history,
    SortedMap<String, String> otherFields) {
  public ImageConfig {
    diffIds = List.copyOf(diffIds);
    history = List.copyOf(history);
    otherFields = Collections.unmodifiableSortedMap(new TreeMap<>(otherFields));
  }

  /** The config of an image without layers. */
  public static ImageConfig scratch(Platform platform) {
    return new ImageConfig(
        platform,
        Optional.empty(),
        Optional.empty(),
        RuntimeConfig.empty(),
        List.of(),
        List.of(),
        new TreeMap<>());
  }

  public ImageConfig withConfig(RuntimeConfig newConfig) {
    return new ImageConfig(platform, created, author, newConfig, diffIds, history, otherFields);
  }

  public ImageConfig withCreated(Optional<Instant> newCreated) {
    return new ImageConfig(platform, newCreated, author, config, diffIds, history, otherFields);
  }

  public ImageConfig withAuthor(String newAuthor) {
    return new ImageConfig(
        platform, created, Optional.of(newAuthor), config, diffIds, history, otherFields);
  }

  /** With one entry more. */
  public ImageConfig withHistory(HistoryEntry entry) {
    List<HistoryEntry> longer = new ArrayList<>(history);
    longer.add(entry);
    return withHistory(longer);
  }

  public ImageConfig withHistory(List<HistoryEntry> newHistory) {
    return new ImageConfig(platform, created, author, config, diffIds, newHistory, otherFields);
  }

  public ImageConfig withDiffIds(List<Digest> newDiffIds) {
    return new ImageConfig(platform, created, author, config, newDiffIds, history, otherFields);
  }

  public ImageConfig withOtherFields(SortedMap<String, String> newFields) {
    return new ImageConfig(platform, created, author, config, diffIds, history, newFields);
  }
}
