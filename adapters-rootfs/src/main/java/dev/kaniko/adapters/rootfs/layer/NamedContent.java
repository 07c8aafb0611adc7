package dev.kaniko.adapters.rootfs.layer;

import dev.kaniko.domain.filesystem.FileContent;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.ports.failure.EnvironmentFailure;
import java.io.IOException;
import java.io.InputStream;

/** A file's content whose failures name the file, and so differ from those of the layer's blob. */
final class NamedContent extends InputStream {
  private final InputStream content;
  private final FilePath path;

  private NamedContent(InputStream content, FilePath path) {
    this.content = content;
    this.path = path;
  }

  static NamedContent open(FileContent content, FilePath path) {
    try {
      return new NamedContent(content.open(), path);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  @Override
  public int read() {
    try {
      return content.read();
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    try {
      return content.read(bytes, offset, length);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  private static EnvironmentFailure unreadable(FilePath path, IOException e) {
    return new EnvironmentFailure(
        "cannot read " + path.text() + " to put it into a layer: " + e.getMessage(), e);
  }

  @Override
  public void close() {
    try {
      content.close();
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }
}
