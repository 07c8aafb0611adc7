package dev.kaniko.adapters.registry.upload;

import dev.kaniko.ports.listener.BuildListener.Transfer;

/** Tells a transfer how far an upload has come, once, also when bytes are sent again. */
final class UploadProgress {
  private final Transfer transfer;
  private long told;

  UploadProgress(Transfer transfer) {
    this.transfer = transfer;
  }

  /**
   * @param position bytes from the start of the blob
   */
  synchronized void reached(long position) {
    if (position > told) {
      transfer.advance(position - told);
      told = position;
    }
  }
}
