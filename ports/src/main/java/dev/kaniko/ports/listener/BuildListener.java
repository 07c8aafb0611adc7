package dev.kaniko.ports.listener;

import dev.kaniko.domain.source.Problem;
import java.time.Duration;
import java.util.OptionalLong;

/** Hears what happens in a build. All methods may be called by several threads at once. */
public interface BuildListener {

  /** A step begins: {@code [stage 2/7] RUN make}. */
  void stepStarted(Step step);

  /**
   * @param layerSize in bytes, compressed; empty when the step made no layer
   */
  void stepFinished(Step step, Duration took, OptionalLong layerSize);

  /** Something worth a line at the usual verbosity. */
  void say(String line);

  /** Something worth a line only when somebody looks for a fault. */
  void debug(String line);

  /** Something the user should mend, though the build goes on. */
  void warn(Problem problem);

  /** Bytes a command wrote; {@code error} tells its standard error from its standard output. */
  void commandOutput(Step step, byte[] bytes, int length, boolean error);

  /** A download or upload begins; the transfer is told its progress and its end. */
  Transfer transferStarted(TransferKind kind, String what, OptionalLong size);

  /** Which way bytes go. */
  enum TransferKind {
    DOWNLOAD,
    UPLOAD
  }

  /** A download or upload under way. Used by one thread. */
  interface Transfer extends AutoCloseable {
    /**
     * @param bytes more than before
     */
    void advance(long bytes);

    /** The transfer has ended, well or not. */
    @Override
    void close();
  }

  /**
   * One instruction of the build, as people count them.
   *
   * @param stage the stage's name or number; empty when there is only one
   * @param number from 1, among the instructions of that stage
   * @param text the instruction as written, on one line
   */
  record Step(String stage, int number, int of, String text) {}
}
