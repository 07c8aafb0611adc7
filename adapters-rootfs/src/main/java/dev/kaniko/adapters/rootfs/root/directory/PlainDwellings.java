package dev.kaniko.adapters.rootfs.root.directory;

import dev.kaniko.adapters.rootfs.root.WorkDirectory;
import java.io.IOException;

/** Dwellings that are directories of a build's work directory. */
public final class PlainDwellings implements Dwellings {
  private final WorkDirectory work;

  /**
   * @param work taken over: closed with this
   */
  public PlainDwellings(WorkDirectory work) {
    this.work = work;
  }

  @Override
  public boolean severalAtOnce() {
    return true;
  }

  @Override
  public Dwelling next() throws IOException {
    return new PlainDwelling(work.newDirectory());
  }

  @Override
  public void close() throws IOException {
    work.close();
  }
}
