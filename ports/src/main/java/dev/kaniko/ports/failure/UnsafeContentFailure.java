package dev.kaniko.ports.failure;

/**
 * Content from outside is damaged or hostile: bytes that do not match their digest, an archive that
 * tries to leave its root, a document that contradicts itself.
 */
public final class UnsafeContentFailure extends BuildFailure {
  private final transient String subject;

  /**
   * @param subject which content: a reference, a digest, a file
   */
  public UnsafeContentFailure(String subject, String message) {
    super(subject + ": " + message, null);
    this.subject = subject;
  }

  public UnsafeContentFailure(String subject, String message, Throwable cause) {
    super(subject + ": " + message, cause);
    this.subject = subject;
  }

  public String subject() {
    return subject;
  }
}
