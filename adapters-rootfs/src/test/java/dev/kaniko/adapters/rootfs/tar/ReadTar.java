package dev.kaniko.adapters.rootfs.tar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.kaniko.adapters.rootfs.tar.stream.TarStreamReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A tar as the reader under test sees it.
 *
 * @param contents of the entries, in their order, bytes one a char
 */
public record ReadTar(List<TarEntry> entries, List<String> contents) {

  public static ReadTar of(byte[] tar) throws IOException {
    return of(tar, TarLimits.GENEROUS);
  }

  public static ReadTar of(byte[] tar, TarLimits limits) throws IOException {
    List<TarEntry> entries = new ArrayList<>();
    List<String> contents = new ArrayList<>();
    try (TarReader reader = new TarStreamReader(new ByteArrayInputStream(tar), limits)) {
      for (Optional<TarEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
        entries.add(next.get());
        contents.add(new String(reader.content().readAllBytes(), ISO_8859_1));
      }
    }
    return new ReadTar(entries, contents);
  }

  public TarEntry only() {
    if (entries.size() != 1) {
      throw new AssertionError("not one entry: " + entries);
    }
    return entries.getFirst();
  }
}
