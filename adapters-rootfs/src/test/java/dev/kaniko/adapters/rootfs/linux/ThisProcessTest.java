package dev.kaniko.adapters.rootfs.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ThisProcessTest {
  private static final int PR_GET_DUMPABLE = 3;

  @Test
  void a_hidden_process_cannot_be_dumped() throws IOException {
    ThisProcess.hide();
    assertThat(Kernel.call(SystemCall.PRCTL, PR_GET_DUMPABLE)).isZero();
  }

  @Test
  void orphans_become_children_of_this_process() throws Exception {
    ThisProcess.adoptOrphans();
    Process shell =
        new ProcessBuilder("sh", "-c", "sleep 30 >/dev/null 2>&1 </dev/null & echo $!").start();
    long orphan = Long.parseLong(shell.inputReader().readLine());
    shell.waitFor();
    ProcessHandle sleeper = ProcessHandle.of(orphan).orElseThrow();
    try {
      assertThat(sleeper.parent()).contains(ProcessHandle.current());
    } finally {
      sleeper.destroyForcibly();
    }
  }
}
