package dev.kaniko.adapters.rootfs.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The one door to the kernel: the C library's {@code syscall}. One function serves for all, so that
 * calls newer than the C library work too, and only one handle has to be linked at the start.
 */
final class Kernel {
  private static final MethodHandle SYSCALL = link();

  private Kernel() {}

  /**
   * Calls the kernel; an interrupted call is made again.
   *
   * @return what the call gives, or its error number, negative
   */
  static long call(SystemCall call, long a, long b, long c, long d, long e, long f) {
    MemorySegment errno = Scratch.ofThisThread().errno;
    while (true) {
      long result = invoke(errno, call.number(), a, b, c, d, e, f);
      if (result != -1) {
        return result;
      }
      int error = errno.get(JAVA_INT, 0);
      // close has given the descriptor away even when it was interrupted.
      if (error != Errno.EINTR.number() || call == SystemCall.CLOSE) {
        return -error;
      }
    }
  }

  static long call(SystemCall call, long a, long b, long c, long d, long e) {
    return call(call, a, b, c, d, e, 0);
  }

  static long call(SystemCall call, long a, long b, long c, long d) {
    return call(call, a, b, c, d, 0, 0);
  }

  static long call(SystemCall call, long a, long b, long c) {
    return call(call, a, b, c, 0, 0, 0);
  }

  static long call(SystemCall call, long a, long b) {
    return call(call, a, b, 0, 0, 0, 0);
  }

  static long call(SystemCall call, long a) {
    return call(call, a, 0, 0, 0, 0, 0);
  }

  /** {@code result}, unless it is an error. */
  static long check(long result, String action, String path) throws ErrnoException {
    if (result < 0) {
      throw new ErrnoException((int) -result, action, path);
    }
    return result;
  }

  /** The C library's words for an error: {@code No such file or directory}. */
  static String describe(int errno) {
    Linker linker = Linker.nativeLinker();
    AddressLayout string =
        ValueLayout.ADDRESS.withTargetLayout(
            java.lang.foreign.MemoryLayout.sequenceLayout(256, ValueLayout.JAVA_BYTE));
    MethodHandle strerror =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("strerror"),
            FunctionDescriptor.of(string, JAVA_INT));
    try {
      return ((MemorySegment) strerror.invokeExact(errno)).getString(0);
    } catch (Throwable e) {
      throw new IllegalStateException("strerror cannot be called", e);
    }
  }

  private static long invoke(
      MemorySegment errno, long number, long a, long b, long c, long d, long e, long f) {
    try {
      return (long) SYSCALL.invokeExact(errno, number, a, b, c, d, e, f);
    } catch (Throwable t) {
      throw new IllegalStateException("syscall cannot be called", t);
    }
  }

  private static MethodHandle link() {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("syscall"),
        FunctionDescriptor.of(
            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
        Linker.Option.captureCallState("errno"),
        Linker.Option.firstVariadicArg(1));
  }
}
