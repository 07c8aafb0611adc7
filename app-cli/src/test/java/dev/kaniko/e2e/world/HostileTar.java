package dev.kaniko.e2e.world;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** A tar with any names in it, those that no sound program writes too. */
public final class HostileTar {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8");

  public HostileTar() {
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
  }

  public HostileTar file(String name, String content) {
    return entry(name, TarConstants.LF_NORMAL, "", content.getBytes(StandardCharsets.UTF_8));
  }

  public HostileTar symlink(String name, String target) {
    return entry(name, TarConstants.LF_SYMLINK, target, new byte[0]);
  }

  public HostileTar hardLink(String name, String target) {
    return entry(name, TarConstants.LF_LINK, target, new byte[0]);
  }

  public HostileTar fifo(String name) {
    return entry(name, TarConstants.LF_FIFO, "", new byte[0]);
  }

  private HostileTar entry(String name, byte type, String target, byte[] content) {
    TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
    entry.setLinkName(target);
    entry.setSize(content.length);
    entry.setMode(0644);
    entry.setIds(0, 0);
    try {
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public byte[] toBytes() {
    try {
      tar.close();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path writeTo(Path file) {
    try {
      return Files.write(file, toBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
