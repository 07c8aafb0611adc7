package dev.kaniko.wiring;

import dev.kaniko.cli.Executor;
import dev.kaniko.cli.caches.CacheCommand;
import dev.kaniko.cli.caches.WarmerCommand;
import dev.kaniko.cli.docker.DockerBuildCommand;
import dev.kaniko.cli.doctor.DoctorCommand;
import dev.kaniko.cli.inspect.CheckCommand;
import dev.kaniko.cli.inspect.PlanCommand;
import dev.kaniko.cli.login.LoginCommand;
import dev.kaniko.cli.plugins.PluginsCommand;
import dev.kaniko.cli.process.Subcommand;
import dev.kaniko.cli.process.Surroundings;
import dev.kaniko.cli.reference.CompletionCommand;
import dev.kaniko.cli.reference.ManualCommand;
import dev.kaniko.cli.reference.WholeCommandLine;
import dev.kaniko.wiring.build.ProductionBuilds;
import dev.kaniko.wiring.build.ProductionPlans;
import dev.kaniko.wiring.commands.ProductionCaches;
import dev.kaniko.wiring.commands.ProductionExamination;
import dev.kaniko.wiring.commands.ProductionInspection;
import dev.kaniko.wiring.commands.ProductionLogins;
import dev.kaniko.wiring.commands.ProductionWarming;
import dev.kaniko.wiring.parts.ProductionPlugins;
import java.util.HashMap;
import java.util.Map;

/** What the executor does beside building. Nothing of a command is loaded before it is called. */
final class Subcommands {
  private Subcommands() {}

  /** By the word that calls each. */
  static Map<String, Subcommand> of(Surroundings surroundings) {
    Map<String, Subcommand> commands = new HashMap<>();
    commands.put(
        "build",
        arguments ->
            new DockerBuildCommand(
                    surroundings,
                    own -> new Executor(surroundings, new ProductionBuilds(), Map.of()).run(own))
                .run(arguments));
    commands.put(
        "cache",
        arguments -> new CacheCommand(surroundings, new ProductionCaches()).run(arguments));
    commands.put(
        "check",
        arguments -> new CheckCommand(surroundings, new ProductionInspection()).run(arguments));
    commands.put(
        "doctor",
        arguments -> new DoctorCommand(surroundings, new ProductionExamination()).run(arguments));
    commands.put(
        "login",
        arguments -> new LoginCommand(surroundings, new ProductionLogins()).login(arguments));
    commands.put(
        "logout",
        arguments -> new LoginCommand(surroundings, new ProductionLogins()).logout(arguments));
    commands.put(
        "plan",
        arguments ->
            new PlanCommand(
                    surroundings,
                    new ProductionInspection(),
                    (format, own) ->
                        new Executor(surroundings, new ProductionPlans(format), Map.of()).run(own))
                .run(arguments));
    commands.put(
        "plugins",
        arguments -> new PluginsCommand(surroundings, new ProductionPlugins()).run(arguments));
    commands.put(
        "warmer",
        arguments -> new WarmerCommand(surroundings, new ProductionWarming()).run(arguments));
    commands.put(
        "completion",
        arguments -> new CompletionCommand(surroundings, new WholeCommandLine()).run(arguments));
    commands.put(
        "manual",
        arguments -> new ManualCommand(surroundings, new WholeCommandLine()).run(arguments));
    return commands;
  }
}
