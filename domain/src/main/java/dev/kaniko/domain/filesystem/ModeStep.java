package dev.kaniko.domain.filesystem;

/** One step of a {@link ModeChange}. */
sealed interface ModeStep {

  /**
   * @param executable whether the file was, for anybody, before the first step
   */
  int apply(int mode, boolean executable);

  record Clear(int bits) implements ModeStep {
    @Override
    public int apply(int mode, boolean executable) {
      return mode & ~bits;
    }
  }

  record Set(int bits) implements ModeStep {
    @Override
    public int apply(int mode, boolean executable) {
      return mode | bits;
    }
  }

  record SetIfExecutable(int bits) implements ModeStep {
    @Override
    public int apply(int mode, boolean executable) {
      return executable ? mode | bits : mode;
    }
  }

  /**
   * Works with the permissions that one class has at this moment.
   *
   * @param from the place of that class: 6, 3 or 0 bits from the right
   * @param classes the bits of the classes to change
   * @param operator plus, minus or equals
   */
  record Copy(int from, int classes, char operator) implements ModeStep {
    @Override
    public int apply(int mode, boolean executable) {
      int value = (mode >> from) & 07;
      int copies = (value << 6 | value << 3 | value) & classes;
      return switch (operator) {
        case '+' -> mode | copies;
        case '-' -> mode & ~copies;
        default -> (mode & ~classes) | copies;
      };
    }
  }
}
