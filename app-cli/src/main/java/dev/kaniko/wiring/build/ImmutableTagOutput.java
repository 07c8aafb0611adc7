package dev.kaniko.wiring.build;

import dev.kaniko.domain.source.Problem;
import dev.kaniko.ports.failure.RegistryFailure;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.listener.BuildListener;
import dev.kaniko.ports.registry.ImageDocuments.Described;
import dev.kaniko.ports.registry.ImageOutput;
import java.util.regex.Pattern;

/**
 * {@code --push-ignore-immutable-tag-errors}: a tag that is there already, in a repository whose
 * tags are not changed, is as good as pushed.
 */
record ImmutableTagOutput(ImageOutput output, BuildListener listener) implements ImageOutput {
  /** In the words of Amazon's, Google's and Docker's registries. */
  private static final Pattern IMMUTABLE = Pattern.compile("immutab", Pattern.CASE_INSENSITIVE);

  @Override
  public String name() {
    return output.name();
  }

  @Override
  public void check() {
    output.check();
  }

  @Override
  public void offer(ImageLayer layer) {
    output.offer(layer);
  }

  @Override
  public void write(Described image) {
    try {
      output.write(image);
    } catch (RegistryFailure e) {
      int status = e.status().orElse(0);
      if (status < 400 || status > 499 || !IMMUTABLE.matcher(e.getMessage()).find()) {
        throw e;
      }
      listener.warn(
          Problem.general(name() + " is left as it is, it may not be changed: " + e.getMessage()));
    }
  }
}
