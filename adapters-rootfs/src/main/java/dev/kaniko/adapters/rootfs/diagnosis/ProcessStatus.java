package dev.kaniko.adapters.rootfs.diagnosis;

import dev.kaniko.ports.failure.EnvironmentFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rights of a process, as {@code /proc/self/status} tells them (proc(5), capabilities(7)).
 *
 * @param user the effective one
 * @param capabilities the effective ones, without {@code CAP_}
 * @param filtered whether a seccomp filter stands between the process and the kernel
 * @param noNewPrivileges whether programs can no longer give rights that their caller lacks
 */
record ProcessStatus(
    long user, Set<String> capabilities, boolean filtered, boolean noNewPrivileges) {
  private static final Path FILE = Path.of("/proc/self/status");

  /** By number, from 0. */
  private static final List<String> NAMES =
      List.of(
          ("CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP"
                  + " LINUX_IMMUTABLE NET_BIND_SERVICE NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK"
                  + " IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN"
                  + " SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE"
                  + " AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE MAC_ADMIN SYSLOG WAKE_ALARM"
                  + " BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE")
              .split(" "));

  static ProcessStatus ofThisProcess() {
    try {
      return parse(Files.readString(FILE, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new EnvironmentFailure(FILE + " cannot be read: " + e.getMessage(), e);
    }
  }

  static ProcessStatus parse(String status) {
    long bits = Long.parseUnsignedLong(field(status, "CapEff", "([0-9a-f]+)"), 16);
    Set<String> capabilities = new TreeSet<>();
    for (int number = 0; number < Long.SIZE; number++) {
      if ((bits >>> number & 1) == 1) {
        capabilities.add(number < NAMES.size() ? NAMES.get(number) : "number " + number);
      }
    }
    return new ProcessStatus(
        Long.parseLong(field(status, "Uid", "[0-9]+\\s+([0-9]+)")),
        capabilities,
        field(status, "Seccomp", "([0-9])").equals("2"),
        field(status, "NoNewPrivs", "([01])").equals("1"));
  }

  private static String field(String status, String name, String value) {
    Matcher field = Pattern.compile("(?m)^" + name + ":\\s+" + value).matcher(status);
    if (!field.find()) {
      throw new EnvironmentFailure(
          FILE + " does not say " + name, "the executor needs Linux 4.10 or later");
    }
    return field.group(1);
  }

  /** Those of {@code wanted} that are not there, in that order. */
  List<String> missing(List<String> wanted) {
    return wanted.stream().filter(name -> !capabilities.contains(name)).toList();
  }
}
