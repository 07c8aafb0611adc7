package dev.kaniko.wiring;

import dev.kaniko.cli.DoctorCommand;
import dev.kaniko.cli.Executor;
import dev.kaniko.cli.LoginCommand;
import dev.kaniko.cli.PluginsCommand;
import dev.kaniko.cli.Subcommand;
import dev.kaniko.cli.Surroundings;
import dev.kaniko.cli.caches.CacheCommand;
import dev.kaniko.cli.caches.WarmerCommand;
import dev.kaniko.cli.docker.DockerBuildCommand;
import dev.kaniko.cli.inspect.CheckCommand;
import dev.kaniko.cli.inspect.PlanCommand;
import java.util.Map;

/** What the executor does beside building. Nothing of a command is loaded before it is called. */
final class Subcommands {
  private Subcommands() {}

  /** By the word that calls each. */
  static Map<String, Subcommand> of(Surroundings surroundings) {
    return Map.of(
        "build",
        arguments ->
            new DockerBuildCommand(
                    surroundings,
                    own -> new Executor(surroundings, new ProductionBuilds(), Map.of()).run(own))
                .run(arguments),
        "cache",
        arguments -> new CacheCommand(surroundings, new ProductionCaches()).run(arguments),
        "check",
        arguments -> new CheckCommand(surroundings, new ProductionInspection()).run(arguments),
        "doctor",
        arguments -> new DoctorCommand(surroundings, new ProductionExamination()).run(arguments),
        "login",
        arguments -> new LoginCommand(surroundings, new ProductionLogins()).login(arguments),
        "logout",
        arguments -> new LoginCommand(surroundings, new ProductionLogins()).logout(arguments),
        "plan",
        arguments -> new PlanCommand(surroundings, new ProductionInspection()).run(arguments),
        "plugins",
        arguments -> new PluginsCommand(surroundings, new ProductionPlugins()).run(arguments),
        "warmer",
        arguments -> new WarmerCommand(surroundings, new ProductionWarming()).run(arguments));
  }
}
