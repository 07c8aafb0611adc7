package dev.kaniko.adapters.registry.http;

import dev.kaniko.domain.filesystem.FileContent;
import java.util.function.LongConsumer;

/** What a request carries. Every body can be sent again. */
public sealed interface RequestBody {

  /** Nothing. */
  record Empty() implements RequestBody {}

  /** A document or a form, sent as UTF-8. */
  record Text(String text) implements RequestBody {
    /** Without the text, which may hold a secret. */
    @Override
    public String toString() {
      return "text";
    }
  }

  /**
   * Bytes from a file or another registry.
   *
   * @param length how many bytes {@code content} has
   * @param sent is told how many bytes have gone, counted from the start of this sending
   */
  record Streamed(FileContent content, long length, LongConsumer sent) implements RequestBody {}
}
