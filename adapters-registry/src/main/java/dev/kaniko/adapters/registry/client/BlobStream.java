package dev.kaniko.adapters.registry.client;

import dev.kaniko.adapters.registry.http.Attempts;
import dev.kaniko.adapters.registry.http.HttpAnswer;
import dev.kaniko.adapters.registry.http.Purpose;
import dev.kaniko.adapters.registry.http.RegistryFailures;
import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import dev.kaniko.ports.listener.BuildListener.Transfer;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * A blob as it arrives. Its digest is checked with its last byte, before a reader has that, since a
 * decompressor may never ask for more. A connection that breaks is replaced, and the blob is read
 * on from there.
 */
final class BlobStream extends InputStream {
  private final Descriptor descriptor;
  private final Purpose purpose;
  private final Source source;
  private final Attempts attempts;
  private final Transfer transfer;
  private final MessageDigest hash;
  private Optional<HttpAnswer> current = Optional.empty();
  private long position;
  private int failures;
  private boolean closed;

  /** Asks for the blob. */
  @FunctionalInterface
  interface Source {
    /** An answer with the bytes from {@code offset} on, or with all of them. */
    HttpAnswer from(long offset) throws IOException;
  }

  BlobStream(
      Descriptor descriptor, Purpose purpose, Source source, Attempts attempts, Transfer transfer) {
    this.descriptor = descriptor;
    this.purpose = purpose;
    this.source = source;
    this.attempts = attempts;
    this.transfer = transfer;
    this.hash = Digests.hash(descriptor.digest().algorithm());
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (closed) {
      throw new IOException("the stream is closed");
    }
    if (length == 0) {
      return 0;
    }
    while (true) {
      try {
        int count = arriving().read(target, offset, length);
        if (count < 0 && position < descriptor.size()) {
          throw new EOFException("the blob ended after " + position + " bytes");
        }
        return taken(target, offset, count);
      } catch (IOException e) {
        if (descriptor.size() > 0 && position == descriptor.size()) {
          return -1;
        }
        recover(e);
      }
    }
  }

  private int taken(byte[] target, int offset, int count) {
    if (count < 0) {
      if (descriptor.size() == 0) {
        checkDigest();
      }
      return count;
    }
    position += count;
    failures = 0;
    if (position > descriptor.size()) {
      throw damaged("is longer than the " + descriptor.size() + " bytes that its manifest states");
    }
    hash.update(target, offset, count);
    transfer.advance(count);
    if (position == descriptor.size()) {
      checkDigest();
    }
    return count;
  }

  private void checkDigest() {
    String algorithm = descriptor.digest().algorithm();
    Digest own = Digests.finished(algorithm, hash.digest());
    if (!own.equals(descriptor.digest())) {
      throw damaged("has bytes whose digest is " + own);
    }
  }

  private InputStream arriving() throws IOException {
    if (current.isEmpty()) {
      HttpAnswer answer = source.from(position);
      current = Optional.of(answer);
      place(answer);
    }
    return current.get().body();
  }

  /** Makes sure that the next byte of the answer is the one that is wanted. */
  private void place(HttpAnswer answer) throws IOException {
    switch (answer.status()) {
      case 206 -> {
        if (!answer.header("Content-Range").orElse("").startsWith("bytes " + position + "-")) {
          throw new IOException("the answer has another part of the blob than was asked for");
        }
      }
      case 416 -> throw damaged("ends after " + position + " of " + descriptor.size() + " bytes");
      default -> {
        String length = answer.header("Content-Length").orElse("");
        if (!length.isEmpty() && !length.equals(Long.toString(descriptor.size()))) {
          throw damaged("has " + length + " bytes, but its manifest states " + descriptor.size());
        }
        answer.body().skipNBytes(position);
      }
    }
  }

  private void recover(IOException failure) throws IOException {
    letGo();
    failures++;
    try {
      attempts.pauseAfter(failures, failure);
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      throw RegistryFailures.unreachable(purpose, e);
    }
  }

  private void letGo() {
    if (current.isPresent()) {
      HttpAnswer answer = current.get();
      current = Optional.empty();
      answer.close();
    }
  }

  private UnsafeContentFailure damaged(String what) {
    return new UnsafeContentFailure("blob " + descriptor.digest() + " of " + purpose.name(), what);
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      transfer.close();
      letGo();
    }
  }
}
