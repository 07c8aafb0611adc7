package dev.kaniko.adapters.context;

import dev.kaniko.ports.context.ContextRequest;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.LongConsumer;

/** Requests for contexts as the executor makes them. */
final class Requests {
  private Requests() {}

  static ContextRequest of(String location) {
    return of(location, new ByteArrayInputStream(new byte[0]), _ -> {});
  }

  static ContextRequest of(String location, InputStream standardInput, LongConsumer progress) {
    return new ContextRequest(location, Map.of(), standardInput, Path.of("/unused"), progress);
  }
}
