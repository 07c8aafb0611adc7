package dev.kaniko.adapters.rootfs.command;

import dev.kaniko.adapters.rootfs.command.Report.UnfitProgram;
import dev.kaniko.domain.filesystem.FilePath;
import java.util.Map;
import java.util.Optional;

/** Says why the kernel did not start a program that is there: the kernel itself is terse. */
final class ProgramRefusal {
  private static final String ELF = "\u007fELF";

  /** Where an ELF file says its byte order, and its machine in two bytes of that order. */
  private static final int ELF_BYTE_ORDER = 5;

  private static final int ELF_MACHINE = 18;
  private static final int BIG_ENDIAN = 2;

  /** The values of {@code e_machine} that images are built for. */
  private static final Map<Integer, String> MACHINES =
      Map.ofEntries(
          Map.entry(3, "386"),
          Map.entry(8, "mips"),
          Map.entry(21, "ppc64"),
          Map.entry(22, "s390x"),
          Map.entry(40, "arm"),
          Map.entry(62, "amd64"),
          Map.entry(183, "arm64"),
          Map.entry(243, "riscv64"),
          Map.entry(258, "loong64"));

  private ProgramRefusal() {}

  static String reason(UnfitProgram program) {
    KernelError error = program.error();
    return program.path() + ": " + error.words() + cause(error, program.head());
  }

  private static String cause(KernelError error, String head) {
    if (head.isEmpty()) {
      return "";
    }
    if (error.isNoSuchFile()) {
      return ": the file is there, but " + missing(head) + " is not";
    }
    return error.isNoFormat() ? ": " + wrongFormat(head) : "";
  }

  private static String missing(String head) {
    Optional<String> interpreter = interpreter(head);
    if (interpreter.isEmpty()) {
      return "the dynamic loader that it names";
    }
    if (interpreter.get().endsWith("\r")) {
      String name = interpreter.get().substring(0, interpreter.get().length() - 1);
      return "its interpreter \""
          + name
          + "\\r\" (its lines end as in Windows: save it with line ends of Unix)";
    }
    return "its interpreter " + interpreter.get();
  }

  private static String wrongFormat(String head) {
    if (!isElf(head)) {
      return "it is neither a program of Linux nor a script that starts with #!";
    }
    String machine = MACHINES.getOrDefault(machineOf(head), "another architecture");
    String here = thisMachine();
    return machine.equals(here)
        ? "it is built for " + here + " but damaged, or not for Linux"
        : "it is built for " + machine + ", and this machine is " + here + " without an emulator";
  }

  private static String thisMachine() {
    String name = System.getProperty("os.arch");
    return name.equals("aarch64") ? "arm64" : name;
  }

  /** The program of a {@code #!} line. */
  private static Optional<String> interpreter(String head) {
    if (!head.startsWith("#!")) {
      return Optional.empty();
    }
    String line = head.substring(2).split("\n", 2)[0];
    return Optional.of(FilePath.textOf(line.replaceFirst("^[ \t]+", "").split("[ \t]", 2)[0]));
  }

  private static boolean isElf(String head) {
    return head.startsWith(ELF) && head.length() >= ELF_MACHINE + 2;
  }

  private static int machineOf(String head) {
    char first = head.charAt(ELF_MACHINE);
    char second = head.charAt(ELF_MACHINE + 1);
    return head.charAt(ELF_BYTE_ORDER) == BIG_ENDIAN ? first << 8 | second : second << 8 | first;
  }
}
