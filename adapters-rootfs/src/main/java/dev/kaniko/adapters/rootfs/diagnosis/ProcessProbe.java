package dev.kaniko.adapters.rootfs.diagnosis;

import dev.kaniko.ports.diagnosis.Finding;
import dev.kaniko.ports.diagnosis.Probe;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Who the executor is, and which rights it has. */
public final class ProcessProbe implements Probe {
  /** For owners, modes, devices and file capabilities of a base, and for USER. */
  private static final List<String> FOR_FILES_AND_COMMANDS =
      List.of(
          "CHOWN",
          "DAC_OVERRIDE",
          "FOWNER",
          "FSETID",
          "MKNOD",
          "SETFCAP",
          "SETUID",
          "SETGID",
          "KILL");

  @Override
  public String subject() {
    return "process";
  }

  @Override
  public List<Finding> findings() {
    return findings(ProcessStatus.ofThisProcess());
  }

  static List<Finding> findings(ProcessStatus status) {
    List<Finding> findings = new ArrayList<>();
    findings.add(
        status.user() == 0
            ? Finding.ok("user 0, root")
            : Finding.note("user " + status.user() + ", not root"));
    findings.add(Finding.note("effective capabilities: " + listed(status.capabilities())));
    List<String> missing = status.missing(FOR_FILES_AND_COMMANDS);
    if (status.user() == 0 && !missing.isEmpty()) {
      findings.add(
          Finding.no(
              "without "
                  + String.join(", ", missing)
                  + " not every base can be unpacked nor every command run"));
    }
    findings.add(
        Finding.note(
            status.filtered() ? "a seccomp filter is in force" : "no seccomp filter is in force"));
    if (status.noNewPrivileges()) {
      findings.add(
          Finding.note("no_new_privs is set: programs such as sudo and su get no rights by it"));
    }
    return findings;
  }

  private static String listed(Set<String> capabilities) {
    return capabilities.isEmpty() ? "none" : String.join(", ", capabilities);
  }
}
