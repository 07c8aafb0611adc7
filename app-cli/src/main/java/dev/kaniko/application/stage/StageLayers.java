package dev.kaniko.application.stage;

import dev.kaniko.domain.filesystem.LayerEntry;
import dev.kaniko.domain.image.ImageFormat;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.layer.LayerWriter.LayerOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;

/**
 * The layers of one stage: those of its base, then one for each instruction that changes files,
 * written while the next instructions run.
 */
final class StageLayers {
  private final BuildSession session;
  private final Executor writer;
  private final LayerOptions options;
  private final boolean exported;
  private final boolean kept;
  private final List<Future<ImageLayer>> layers;

  /**
   * @param exported false for a stage that no image is made of: its layers are written only to be
   *     cached
   */
  StageLayers(
      BuildSession session,
      Executor writer,
      ImageFormat format,
      boolean exported,
      List<Future<ImageLayer>> base) {
    this.session = session;
    this.writer = writer;
    this.options =
        new LayerOptions(
            format,
            session.request().compression(),
            session.request().level(),
            session.latestTime());
    this.exported = exported;
    this.kept = session.ports().caching().isPresent();
    this.layers = new ArrayList<>(base);
  }

  /**
   * Adds a layer of entries that can be read until the build ends; it is written in the background.
   * Gives nothing when the layer is not wanted.
   */
  CompletableFuture<Optional<ImageLayer>> addPlanned(List<LayerEntry> entries) {
    return add(entries, writer);
  }

  /** Adds a layer of what a command has changed: written now if it cannot be read later. */
  CompletableFuture<Optional<ImageLayer>> addChanges(List<LayerEntry> entries) {
    return add(entries, session.ports().roots().changesStayReadable() ? writer : Runnable::run);
  }

  private CompletableFuture<Optional<ImageLayer>> add(List<LayerEntry> entries, Executor where) {
    if (!exported && !kept) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    CompletableFuture<ImageLayer> layer =
        CompletableFuture.supplyAsync(() -> write(entries), where);
    layers.add(layer);
    return layer.thenApply(Optional::of);
  }

  private ImageLayer write(List<LayerEntry> entries) {
    ImageLayer layer = session.ports().layers().write(entries, options);
    if (exported) {
      session.ports().outputs().forEach(output -> output.offer(layer));
    }
    return layer;
  }

  /** Adds a layer that an earlier build has made. */
  void addCached(ImageLayer layer) {
    layers.add(CompletableFuture.completedFuture(layer));
    if (exported) {
      session.ports().outputs().forEach(output -> output.offer(layer));
    }
  }

  /** All so far: the base's, then those of the stage's own. */
  List<Future<ImageLayer>> all() {
    return List.copyOf(layers);
  }
}
