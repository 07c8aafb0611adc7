package dev.kaniko.adapters.context;

import dev.kaniko.ports.context.ContextContent;
import dev.kaniko.ports.context.ContextNotAvailable;
import dev.kaniko.ports.context.ContextRequest;
import dev.kaniko.ports.context.ContextSource;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import org.pf4j.Extension;

/** An archive on this machine: {@code tar://path}, or {@code tar://stdin}. */
@Extension
public final class TarContextSource implements ContextSource {
  private static final String SCHEME = "tar://";
  private static final String STANDARD_INPUT = "stdin";

  @Override
  public boolean serves(String location) {
    return location.startsWith(SCHEME);
  }

  @Override
  public ContextContent fetch(ContextRequest request) throws IOException, ContextNotAvailable {
    String path = request.location().substring(SCHEME.length());
    InputStream stream = path.equals(STANDARD_INPUT) ? standardInput(request) : file(path);
    return new ContextContent.Archive(new CountingStream(stream, request.progress()));
  }

  private static InputStream file(String path) throws IOException, ContextNotAvailable {
    Path file = Path.of(path);
    if (!Files.isRegularFile(file)) {
      throw new ContextNotAvailable(
          "the build context tar://" + path + " is not a file", "give the path of a tar file");
    }
    return Files.newInputStream(file);
  }

  private static InputStream standardInput(ContextRequest request)
      throws IOException, ContextNotAvailable {
    InputStream input = request.standardInput();
    input.mark(1);
    if (input.read() < 0) {
      throw new ContextNotAvailable(
          "the build context tar://stdin is empty",
          "pipe a tar into the executor; in a container keep its standard input open"
              + " (docker run -i, stdin: true)");
    }
    input.reset();
    return new Unclosed(input);
  }

  /** Standard input belongs to the process: whoever reads it does not close it. */
  private static final class Unclosed extends FilterInputStream {
    Unclosed(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return in.read(bytes, offset, length);
    }

    @Override
    public void close() {}
  }

  /** Tells how many bytes have come. */
  private static final class CountingStream extends FilterInputStream {
    private final LongConsumer progress;
    private long count;

    CountingStream(InputStream in, LongConsumer progress) {
      super(in);
      this.progress = progress;
    }

    @Override
    public int read() throws IOException {
      int value = in.read();
      advance(value < 0 ? -1 : 1);
      return value;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = in.read(bytes, offset, length);
      advance(read);
      return read;
    }

    private void advance(int read) {
      if (read > 0) {
        count += read;
        progress.accept(count);
      }
    }
  }
}
