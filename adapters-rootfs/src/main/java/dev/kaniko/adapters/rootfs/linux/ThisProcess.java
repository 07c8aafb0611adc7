package dev.kaniko.adapters.rootfs.linux;

/** What the kernel does with the whole process that this is. */
public final class ThisProcess {
  private static final int PR_SET_DUMPABLE = 4;
  private static final int PR_SET_CHILD_SUBREAPER = 36;

  private ThisProcess() {}

  /**
   * Hides memory, environment and descriptors from other processes of the same user, and forbids
   * core dumps: what the build's commands could otherwise read under {@code /proc}.
   */
  public static void hide() throws ErrnoException {
    long result = Kernel.call(SystemCall.PRCTL, PR_SET_DUMPABLE, 0);
    Kernel.check(result, "hide", "this process");
  }

  /** Whose files this process makes. */
  public static long effectiveUser() {
    return Kernel.call(SystemCall.GETEUID, 0);
  }

  /** Makes this the parent of all orphans below it, so that none outlives the build unseen. */
  public static void adoptOrphans() throws ErrnoException {
    long result = Kernel.call(SystemCall.PRCTL, PR_SET_CHILD_SUBREAPER, 1);
    Kernel.check(result, "make a reaper of", "this process");
  }
}
