package dev.kaniko.e2e.image;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A file as a container would see it.
 *
 * @param origin the entry that made it
 * @param names every path of the same inode, this file's own among them
 */
public record FileState(LayerEntry origin, SortedSet<String> names) {

  public FileState {
    names = Collections.unmodifiableSortedSet(new TreeSet<>(names));
  }
}
