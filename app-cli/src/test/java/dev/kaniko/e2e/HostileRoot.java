package dev.kaniko.e2e;

import dev.kaniko.e2e.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Files that an image may bring, and that make the C library and its dynamic loader load a library
 * of that image into every program that starts, or that looks up a host.
 */
record HostileRoot(Path folder) {
  private static final String LIBRARY = "libnss_hostile.so.2";

  /** Needs the C compiler that the build needs as well. */
  static HostileRoot in(Path folder) throws IOException {
    Files.createDirectory(folder.resolve("loaded"));
    Files.writeString(folder.resolve("nsswitch.conf"), "hosts: hostile\npasswd: hostile\n");
    Files.writeString(folder.resolve("ld.so.preload"), "/lib/" + LIBRARY + "\n");
    Files.writeString(
        folder.resolve("hostile.c"),
        """
        #include <fcntl.h>
        __attribute__((constructor)) static void loaded(void) {
          creat("%s/loaded/it", 0644);
        }
        """
            .formatted(folder));
    Program.of("cc", "-shared", "-fPIC", "-o", LIBRARY, "hostile.c")
        .in(folder)
        .run()
        .outputOrFail();
    return new HostileRoot(folder);
  }

  /** Options of {@code docker run}. */
  List<String> mounts() {
    return List.of(
        "--volume=" + folder.resolve("nsswitch.conf") + ":/etc/nsswitch.conf:ro",
        "--volume=" + folder.resolve("ld.so.preload") + ":/etc/ld.so.preload:ro",
        "--volume=" + folder.resolve(LIBRARY) + ":/lib/" + LIBRARY + ":ro",
        "--volume=" + folder.resolve("loaded") + ":" + folder.resolve("loaded"));
  }

  /** Looks up a host as every program does that uses the machine's C library. */
  void lookUpWithTheCLibrary() {
    Program.of(
            "unshare",
            "--mount",
            "sh",
            "-c",
            "mount --bind nsswitch.conf /etc/nsswitch.conf"
                + " && { LD_LIBRARY_PATH=. getent hosts registry.test || [ $? = 2 ]; }")
        .in(folder)
        .run()
        .outputOrFail();
  }

  boolean libraryWasLoaded() {
    return Files.exists(folder.resolve("loaded/it"));
  }
}
