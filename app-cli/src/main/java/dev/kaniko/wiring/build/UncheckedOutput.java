package dev.kaniko.wiring.build;

import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.registry.ImageDocuments.Described;
import dev.kaniko.ports.registry.ImageOutput;

/**
 * {@code --skip-push-permission-check}: an output that is not asked before the build whether it can
 * be written to.
 */
record UncheckedOutput(ImageOutput output) implements ImageOutput {

  @Override
  public String name() {
    return output.name();
  }

  @Override
  public void check() {
    // Left out: there are registries that deny the question and allow the push.
  }

  @Override
  public void offer(ImageLayer layer) {
    output.offer(layer);
  }

  @Override
  public void write(Described image) {
    output.write(image);
  }
}
