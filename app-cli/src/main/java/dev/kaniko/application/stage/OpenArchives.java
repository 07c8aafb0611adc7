package dev.kaniko.application.stage;

import dev.kaniko.ports.layer.ArchiveReader.Archive;
import java.util.ArrayList;
import java.util.List;

/** The archives that ADD has opened: their members are read when their layers are written. */
final class OpenArchives implements AutoCloseable {
  private final List<Archive> archives = new ArrayList<>();

  synchronized void add(Archive archive) {
    archives.add(archive);
  }

  @Override
  public synchronized void close() {
    archives.forEach(Archive::close);
    archives.clear();
  }
}
