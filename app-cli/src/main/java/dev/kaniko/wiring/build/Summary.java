package dev.kaniko.wiring.build;

import dev.kaniko.cli.log.ConsoleListener;
import dev.kaniko.cli.log.Sizes;
import dev.kaniko.domain.image.MediaTypes;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.registry.ImageDocuments.Described;
import java.util.List;
import java.util.stream.Collectors;

/** The last lines of a build that went well: what it made and where the time went. */
final class Summary {
  private final ConsoleListener listener;

  Summary(ConsoleListener listener) {
    this.listener = listener;
  }

  void show(Described made) {
    List<ImageLayer> layers =
        made.images().stream()
            .flatMap(image -> image.image().layers().stream())
            .filter(layer -> !layer.descriptor().mediaType().equals(MediaTypes.IN_TOTO))
            .toList();
    long all = layers.stream().mapToLong(layer -> layer.descriptor().size()).sum();
    List<ImageLayer> own = layers.stream().filter(l -> l.content().file().isPresent()).toList();
    long newBytes = own.stream().mapToLong(layer -> layer.descriptor().size()).sum();
    listener.say(
        "Built "
            + made.descriptor().digest()
            + ": "
            + layers.size()
            + " layers, "
            + Sizes.bytes(all)
            + ", of which "
            + own.size()
            + " new with "
            + Sizes.bytes(newBytes));
    listener.say(
        "Time: "
            + listener.timeByKind().entrySet().stream()
                .map(entry -> entry.getKey() + " " + Sizes.time(entry.getValue()))
                .collect(Collectors.joining(", ")));
  }
}
