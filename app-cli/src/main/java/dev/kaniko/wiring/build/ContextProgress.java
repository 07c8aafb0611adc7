package dev.kaniko.wiring.build;

import dev.kaniko.ports.context.ContextRequest;
import dev.kaniko.ports.listener.BuildListener;
import dev.kaniko.ports.listener.BuildListener.Transfer;
import dev.kaniko.ports.listener.BuildListener.TransferKind;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/** Shows how much of a build context has come: a transfer that begins with its first bytes. */
final class ContextProgress implements LongConsumer, AutoCloseable {
  private final String location;
  private final BuildListener listener;
  private Optional<Transfer> transfer = Optional.empty();
  private long shown;

  ContextProgress(String location, BuildListener listener) {
    this.location = location;
    this.listener = listener;
  }

  @Override
  public synchronized void accept(long bytes) {
    if (location.startsWith("tar://")) {
      // From this machine, nothing is transferred.
      return;
    }
    if (transfer.isEmpty()) {
      transfer =
          Optional.of(
              listener.transferStarted(
                  TransferKind.DOWNLOAD,
                  "build context " + ContextRequest.shown(location),
                  OptionalLong.empty()));
    }
    transfer.get().advance(bytes - shown);
    shown = bytes;
  }

  @Override
  public synchronized void close() {
    transfer.ifPresent(Transfer::close);
  }
}
