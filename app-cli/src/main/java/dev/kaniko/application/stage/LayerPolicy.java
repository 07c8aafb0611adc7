package dev.kaniko.application.stage;

import dev.kaniko.domain.filesystem.LayerEntry;
import dev.kaniko.domain.filesystem.LayerMerge;
import dev.kaniko.domain.stage.StageState;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.rootfs.RootFilesystem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/** When the changes of a stage's instructions become layers. */
sealed interface LayerPolicy {

  /** Entries of COPY, ADD or WORKDIR, still to be laid over the root. */
  CompletableFuture<Optional<ImageLayer>> planned(List<LayerEntry> entries);

  /** What a command has changed in the root. */
  CompletableFuture<Optional<ImageLayer>> changed(List<LayerEntry> entries);

  /** Records the instruction in the history. */
  StageState record(StageState state, String createdBy, Instant now);

  /** The stage's last word; gives the state with the history as the layers have come out. */
  StageState finish(StageState state);

  /** A layer each, as Docker's builders do. */
  final class OnePerInstruction implements LayerPolicy {
    private final StageLayers layers;
    private final RootFilesystem root;

    OnePerInstruction(StageLayers layers, RootFilesystem root) {
      this.layers = layers;
      this.root = root;
    }

    @Override
    public CompletableFuture<Optional<ImageLayer>> planned(List<LayerEntry> entries) {
      root.lay(entries);
      return layers.addPlanned(entries);
    }

    @Override
    public CompletableFuture<Optional<ImageLayer>> changed(List<LayerEntry> entries) {
      return layers.addChanges(entries);
    }

    @Override
    public StageState record(StageState state, String createdBy, Instant now) {
      return state.record(createdBy, Optional.of(now));
    }

    @Override
    public StageState finish(StageState state) {
      return state;
    }
  }

  /** {@code --single-snapshot}: one layer at the end of the stage. */
  final class OneForAll implements LayerPolicy {
    private final StageLayers layers;
    private final RootFilesystem root;
    private final LayerMerge merge = new LayerMerge();
    private OptionalInt lastRecord = OptionalInt.empty();
    private Instant lastTime = Instant.EPOCH;

    OneForAll(StageLayers layers, RootFilesystem root) {
      this.layers = layers;
      this.root = root;
    }

    @Override
    public CompletableFuture<Optional<ImageLayer>> planned(List<LayerEntry> entries) {
      root.lay(entries);
      return changed(entries);
    }

    @Override
    public CompletableFuture<Optional<ImageLayer>> changed(List<LayerEntry> entries) {
      merge.add(entries);
      return CompletableFuture.completedFuture(Optional.empty());
    }

    @Override
    public StageState record(StageState state, String createdBy, Instant now) {
      lastRecord = OptionalInt.of(state.image().history().size());
      lastTime = now;
      return state.record(createdBy, Optional.empty());
    }

    @Override
    public StageState finish(StageState state) {
      if (lastRecord.isEmpty()) {
        return state;
      }
      // Whoever asks the stage for its layers hears of a failure.
      var _ = layers.addChanges(merge.entries());
      return state.withLayerAt(lastRecord.getAsInt(), lastTime);
    }
  }
}
