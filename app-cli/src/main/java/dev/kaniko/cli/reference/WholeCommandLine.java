package dev.kaniko.cli.reference;

import dev.kaniko.cli.caches.CacheCommandFlags;
import dev.kaniko.cli.caches.WarmerFlags;
import dev.kaniko.cli.docker.DockerFlags;
import dev.kaniko.cli.doctor.DoctorFlags;
import dev.kaniko.cli.flags.ExecutorFlags;
import dev.kaniko.cli.inspect.CheckFlags;
import dev.kaniko.cli.inspect.PlanFlags;
import dev.kaniko.cli.login.LoginFlags;
import dev.kaniko.cli.login.LogoutFlags;
import dev.kaniko.cli.plugins.PluginsFlags;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;

/** The executor with all of its commands, in one model; commands are run without it. */
public final class WholeCommandLine {
  private static Map<String, Object> commands() {
    Map<String, Object> commands = new LinkedHashMap<>();
    commands.put("build", new DockerFlags());
    commands.put("cache", new CacheCommandFlags());
    commands.put("check", new CheckFlags());
    commands.put("doctor", new DoctorFlags());
    commands.put("login", new LoginFlags());
    commands.put("logout", new LogoutFlags());
    commands.put("plan", new PlanFlags());
    commands.put("plugins", new PluginsFlags());
    commands.put("warmer", new WarmerFlags());
    return commands;
  }

  CommandLine make() {
    CommandLine whole = new CommandLine(new ExecutorFlags());
    commands().forEach(whole::addSubcommand);
    return whole;
  }
}
