package dev.kaniko.application.stage;

import dev.kaniko.application.cache.BuildRecord;
import dev.kaniko.application.cache.Caching;
import dev.kaniko.application.cache.LayerLookups;
import dev.kaniko.application.cache.PlannedStep;
import dev.kaniko.application.cache.StagePlan;
import dev.kaniko.domain.cache.CacheKey;
import dev.kaniko.domain.cache.CacheKeys;
import dev.kaniko.domain.filesystem.FileContent;
import dev.kaniko.domain.filesystem.FileMetadata;
import dev.kaniko.domain.filesystem.FileNode.RegularFile;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.LayerEntry;
import dev.kaniko.domain.image.Compression;
import dev.kaniko.domain.image.ImageFormat;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.ports.cache.CachedLayer;
import dev.kaniko.ports.failure.BuildFailure;
import dev.kaniko.ports.layer.LayerWriter.LayerOptions;
import dev.kaniko.ports.registry.ImageOutput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;

/**
 * Tells of each step whether its layer was found, and if not, why not. What the steps depend on is
 * noted in the cache for the next build, in a layer of one file.
 */
final class CacheExplanation {
  private static final FilePath NOTE = FilePath.of("/build");
  private static final int LARGEST_NOTE = 16 * 1024 * 1024;

  private final BuildSession session;
  private final LayerLookups lookups;

  CacheExplanation(BuildSession session, LayerLookups lookups) {
    this.session = session;
    this.lookups = lookups;
  }

  /**
   * @param plans by the stages' labels
   */
  void explain(SortedMap<String, StagePlan> plans) throws InterruptedException {
    Optional<BuildRecord> last = last();
    if (last.isEmpty()) {
      say("nothing is known of an earlier build with --cache-explain");
    }
    BuildRecord record = new BuildRecord();
    for (var plan : plans.entrySet()) {
      for (var step : new TreeMap<>(plan.getValue().steps()).entrySet()) {
        String text = plan.getValue().instructions().get(step.getKey()).original();
        // FROM is the first.
        int number = step.getKey() + 2;
        record.add(plan.getKey(), number, text, step.getValue());
        say(
            "[%s %d] %s: %s"
                .formatted(plan.getKey(), number, text, fate(step.getValue(), record, last)));
      }
    }
    keep(record);
  }

  private void say(String what) {
    session.ports().listener().say("Cache: " + what);
  }

  private static String fate(PlannedStep step, BuildRecord record, Optional<BuildRecord> last)
      throws InterruptedException {
    if (step.found().isEmpty()) {
      return "such steps are not cached";
    }
    try {
      if (step.found().get().get().isPresent()) {
        return "hit";
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
    return "miss" + last.map(it -> "; " + record.whyMissed(it)).orElse("");
  }

  /** What is built, for whom: builds that differ in this are not compared. */
  private CacheKey place() {
    List<String> names = new ArrayList<>();
    names.add(session.request().dockerfile().name());
    names.add(session.request().target().orElse(""));
    names.add(session.request().platform().toString());
    session.ports().outputs().stream()
        .map(ImageOutput::name)
        .map(name -> name.replaceFirst(":[^:/]*$", ""))
        .findFirst()
        .ifPresent(names::add);
    return CacheKeys.record(names);
  }

  private Optional<BuildRecord> last() throws InterruptedException {
    try {
      Optional<CachedLayer> note = lookups.find(place()).get();
      return note.isPresent() ? read(note.get()) : Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private Optional<BuildRecord> read(CachedLayer note) {
    try {
      for (LayerEntry entry : caching().reader().read(note.layer())) {
        if (entry instanceof LayerEntry.Present(var path, RegularFile file) && path.equals(NOTE)) {
          try (InputStream content = file.content().open()) {
            byte[] bytes = content.readNBytes(LARGEST_NOTE);
            return Optional.of(BuildRecord.parse(new String(bytes, StandardCharsets.UTF_8)));
          }
        }
      }
    } catch (IOException | BuildFailure | IllegalArgumentException e) {
      session
          .ports()
          .listener()
          .warn(Problem.general("the note of the last build cannot be read: " + e.getMessage()));
    }
    return Optional.empty();
  }

  private Caching caching() {
    return session.ports().caching().orElseThrow();
  }

  private void keep(BuildRecord record) {
    if (!caching().keeps()) {
      return;
    }
    byte[] text = record.text().getBytes(StandardCharsets.UTF_8);
    FileMetadata metadata = FileMetadata.ofRoot(0644, session.now());
    LayerEntry file =
        new LayerEntry.Present(
            NOTE, new RegularFile(metadata, text.length, FileContent.of(text), Optional.empty()));
    LayerOptions options =
        new LayerOptions(ImageFormat.OCI, Compression.GZIP, Optional.empty(), Optional.empty());
    lookups.note(
        place(),
        () ->
            new CachedLayer(
                session.ports().layers().write(List.of(file), options),
                session.ports().clock().instant()));
  }
}
