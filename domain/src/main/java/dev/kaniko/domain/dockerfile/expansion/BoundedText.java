package dev.kaniko.domain.dockerfile.expansion;

/** Collects a result that must not outgrow a limit: {@code ENV A=$A$A} doubles with every line. */
final class BoundedText {
  private final StringBuilder text = new StringBuilder();
  private final int limit;

  /**
   * @param limit in chars
   */
  BoundedText(int limit) {
    this.limit = limit;
  }

  BoundedText append(CharSequence more) {
    return append(more, 0, more.length());
  }

  BoundedText append(CharSequence more, int start, int end) {
    check(end - start);
    text.append(more, start, end);
    return this;
  }

  BoundedText append(int codePoint) {
    check(1);
    text.appendCodePoint(codePoint);
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }

  private void check(int more) {
    if (more > limit - text.length()) {
      throw new ExpansionException(
          "the expanded text is longer than the " + limit + " characters that are allowed");
    }
  }
}
