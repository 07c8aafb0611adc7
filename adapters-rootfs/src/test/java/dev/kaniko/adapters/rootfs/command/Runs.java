package dev.kaniko.adapters.rootfs.command;

import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.ports.command.Command;
import dev.kaniko.ports.command.Command.Network;
import dev.kaniko.ports.command.CommandOutput;
import dev.kaniko.ports.command.CommandResult;
import dev.kaniko.ports.rootfs.CommandRunner;
import dev.kaniko.ports.rootfs.RootMount;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** A command with usual surroundings, to change one by one and then run. */
record Runs(
    CommandRunner runner,
    SequencedMap<String, String> environment,
    FilePath workingDirectory,
    long uid,
    long gid,
    List<Long> groups,
    Network network) {
  static final Path PROGRAM = Path.of("target/native/kaniko-run");
  static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  /** A command's end and what it wrote. */
  record Ended(CommandResult result, String out, String err) {
    int status() {
      return switch (result) {
        case CommandResult.Exited(int status, List<String> tail) -> status;
        case CommandResult.Killed killed -> throw new AssertionError(this);
        case CommandResult.NotStarted notStarted -> throw new AssertionError(this);
      };
    }

    String reason() {
      return switch (result) {
        case CommandResult.NotStarted(String reason) -> reason;
        case CommandResult.Killed killed -> throw new AssertionError(this);
        case CommandResult.Exited exited -> throw new AssertionError(this);
      };
    }
  }

  static Runs asRoot(Path workDirectory) {
    return with(new KanikoRunCommandRunner(PROGRAM, workDirectory, HostNames.byDefault(), _ -> {}));
  }

  static Runs with(CommandRunner runner) {
    SequencedMap<String, String> environment = new LinkedHashMap<>();
    environment.put("PATH", PATH);
    return new Runs(runner, environment, FilePath.ROOT, 0, 0, List.of(0L), Network.HOST);
  }

  Runs environment(SequencedMap<String, String> changed) {
    return new Runs(runner, changed, workingDirectory, uid, gid, groups, network);
  }

  Runs in(String directory) {
    return new Runs(runner, environment, FilePath.ofText(directory), uid, gid, groups, network);
  }

  Runs as(long user, long group, Long... further) {
    return new Runs(runner, environment, workingDirectory, user, group, List.of(further), network);
  }

  Runs network(Network changed) {
    return new Runs(runner, environment, workingDirectory, uid, gid, groups, changed);
  }

  Ended run(RootMount root, String... arguments) {
    return run(root, command(arguments));
  }

  Ended run(RootMount root, Command command) {
    Heard heard = new Heard();
    CommandResult result = runner.run(root, command, heard);
    return new Ended(result, heard.out(), heard.err());
  }

  Ended shell(RootMount root, String script) {
    return run(root, "/bin/sh", "-c", script);
  }

  Command command(String... arguments) {
    return new Command(
        List.of(arguments), environment, workingDirectory, uid, gid, groups, network, List.of());
  }

  private static final class Heard implements CommandOutput {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Override
    public void out(byte[] bytes, int length) {
      out.write(bytes, 0, length);
    }

    @Override
    public void err(byte[] bytes, int length) {
      err.write(bytes, 0, length);
    }

    String out() {
      return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
      return err.toString(StandardCharsets.UTF_8);
    }
  }
}
