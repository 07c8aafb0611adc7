package dev.kaniko.ports.command;

/** Hears a command's output; both methods may be called at the same time. */
public interface CommandOutput {
  void out(byte[] bytes, int length);

  void err(byte[] bytes, int length);
}
