package dev.kaniko.adapters.rootfs.root.inplace;

import dev.kaniko.adapters.rootfs.tree.LeftAlone;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.LayerEntry;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Tells, once for each place, that commands do not see what instructions put there. */
public final class UnseenFiles {
  private final Consumer<String> warnings;
  private final Set<FilePath> told = new TreeSet<>();

  /**
   * @param warnings hears sentences for the user
   */
  public UnseenFiles(Consumer<String> warnings) {
    this.warnings = warnings;
  }

  /**
   * @param entries of an instruction
   * @param kept where the container has something of its own
   */
  public void tell(List<LayerEntry> entries, LeftAlone kept) {
    for (LayerEntry entry : entries) {
      Optional<FilePath> hiding = kept.covering(entry.path());
      if (hiding.isPresent() && told.add(hiding.get())) {
        warnings.accept(
            hiding.get()
                + ": commands find this container's own there, not what instructions put there;"
                + " what commands write there is not in the image");
      }
    }
  }
}
