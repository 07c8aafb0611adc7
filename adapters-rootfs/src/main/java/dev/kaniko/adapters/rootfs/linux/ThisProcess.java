package dev.kaniko.adapters.rootfs.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the kernel does with the whole process that this is. */
public final class ThisProcess {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int PR_SET_DUMPABLE = 4;
  private static final int PR_SET_CHILD_SUBREAPER = 36;

  /** Places in /proc/self/stat behind the name, see proc(5): its fields 48 to 51. */
  private static final int ARG_START = 45;

  private static final int ARG_END = 46;
  private static final int ENV_START = 47;
  private static final int ENV_END = 48;

  private ThisProcess() {}

  /**
   * Hides memory, environment and descriptors from other processes of the same user, and forbids
   * core dumps: what the build's commands could otherwise read under {@code /proc}.
   */
  public static void hide() throws ErrnoException {
    long result = Kernel.call(SystemCall.PRCTL, PR_SET_DUMPABLE, 0);
    Kernel.check(result, "hide", "this process");
  }

  /**
   * Wipes the arguments and the environment that this process was started with: {@code
   * /proc/PID/cmdline} can be read by everybody. The JVM must have read both before; it keeps
   * copies of its own.
   */
  public static void forgetHowItWasStarted() throws IOException {
    String stat = Files.readString(Path.of("/proc/self/stat"), StandardCharsets.ISO_8859_1);
    // The second field, in parentheses, may hold blanks; what follows it starts with the third.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    wipe(Long.parseLong(fields[ARG_START]), Long.parseLong(fields[ARG_END]));
    wipe(Long.parseLong(fields[ENV_START]), Long.parseLong(fields[ENV_END]));
  }

  private static void wipe(long start, long end) {
    if (start != 0 && end > start) {
      MemorySegment.ofAddress(start).reinterpret(end - start).fill((byte) 0);
    }
  }

  /** The files that are part of this process's memory, as libraries are: proc_pid_maps(5). */
  public static Set<Path> mappedFiles() throws IOException {
    // The sixth column is the path, which may hold blanks; memory without a file has none.
    byte[] areas = Files.readAllBytes(Path.of("/proc/self/maps"));
    return new String(areas, StandardCharsets.UTF_8)
        .lines()
        .map(area -> area.split(" +", 6))
        .filter(columns -> columns.length == 6 && columns[5].startsWith("/"))
        .map(columns -> Path.of(columns[5]))
        .collect(Collectors.toSet());
  }

  /** Whose files this process makes. */
  public static long effectiveUser() {
    return Kernel.call(SystemCall.GETEUID, 0);
  }

  /** The group of the files that this process makes. */
  public static long effectiveGroup() {
    return ids("Gid").get(1);
  }

  /** The supplementary groups. */
  public static List<Long> groups() {
    return ids("Groups");
  }

  /** Numbers of a line of {@code /proc/self/status}, proc(5); of ids the second is in effect. */
  private static List<Long> ids(String line) {
    try (Stream<String> lines = Files.lines(STATUS, StandardCharsets.ISO_8859_1)) {
      String found = lines.filter(it -> it.startsWith(line + ":")).findFirst().orElseThrow();
      return Arrays.stream(found.substring(line.length() + 1).strip().split("\\s+"))
          .filter(number -> !number.isEmpty())
          .map(Long::valueOf)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the groups of this process cannot be read", e);
    }
  }

  /** Makes this the parent of all orphans below it, so that none outlives the build unseen. */
  public static void adoptOrphans() throws ErrnoException {
    long result = Kernel.call(SystemCall.PRCTL, PR_SET_CHILD_SUBREAPER, 1);
    Kernel.check(result, "make a reaper of", "this process");
  }
}
