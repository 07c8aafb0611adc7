package dev.kaniko.application.rehearsal;

import dev.kaniko.domain.account.Accounts.Owner;
import dev.kaniko.domain.copy.CopyPlan;
import dev.kaniko.domain.copy.CopyRefused;
import dev.kaniko.domain.copy.CopyRules;
import dev.kaniko.domain.copy.Destination;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.filesystem.LayerEntry;
import dev.kaniko.domain.filesystem.PathResolver;
import dev.kaniko.ports.rootfs.RootFilesystem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where an instruction will put files, as far as that can be told without commands having run. What
 * it cannot do is not for here: the build will say it, with all that belongs to it.
 */
sealed interface FileForecast {
  CopyRules RULES = new CopyRules(Optional.of(Owner.ROOT), Optional.empty(), Instant.EPOCH);

  /** Lays what is foreseen over the root. */
  void layOver(RootFilesystem root);

  /** A directory that is made if it is missing. */
  record Place(FilePath path) implements FileForecast {
    @Override
    public void layOver(RootFilesystem root) {
      CopyPlan plan = new CopyPlan(root.tree(), RULES);
      try {
        plan.makeDirectory(path);
      } catch (CopyRefused | PathResolver.TooManyLinks e) {
        // The instruction fails when it is executed, or an earlier command prevents that.
        return;
      }
      root.lay(plan.entries());
    }
  }

  /**
   * Copies.
   *
   * @param tree where they come from
   * @param sources paths, as the instruction names them
   */
  record Copy(Supplier<FileTree> tree, List<String> sources, Destination destination)
      implements FileForecast {
    @Override
    public void layOver(RootFilesystem root) {
      Optional<List<LayerEntry>> entries = entries(root.tree());
      if (entries.isPresent()) {
        root.lay(entries.get());
      } else {
        new Place(destination.isDirectory() ? destination.path() : destination.path().parent())
            .layOver(root);
      }
    }

    /** Empty when the sources are not there: commands that have not run yet may make them. */
    private Optional<List<LayerEntry>> entries(FileTree root) {
      CopyPlan plan = new CopyPlan(root, RULES);
      FileTree from = tree.get();
      try {
        for (String source : sources) {
          for (FilePath path : CopyPlan.find(from, FilePath.bytesOf(source))) {
            plan.copy(from, path, destination);
          }
        }
        return Optional.of(plan.entries());
      } catch (CopyRefused | PathResolver.TooManyLinks e) {
        return Optional.empty();
      }
    }
  }
}
