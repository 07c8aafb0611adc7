package dev.kaniko.wiring.commands;

import dev.kaniko.adapters.credentials.docker.DockerConfigFile;
import dev.kaniko.adapters.registry.RegistryLogin;
import dev.kaniko.adapters.registry.names.CapturedResolverProvider;
import dev.kaniko.adapters.registry.options.RegistryOptions;
import dev.kaniko.cli.flags.RegistryFlags;
import dev.kaniko.cli.login.LoginOptions;
import dev.kaniko.cli.login.Logins;
import dev.kaniko.cli.process.Surroundings;
import dev.kaniko.ports.credentials.Credential;
import dev.kaniko.wiring.parts.RegistryAccess;

/** Keeps credentials in Docker's config.json, after the registry has taken them. */
public final class ProductionLogins implements Logins {

  @Override
  public String login(LoginOptions options, Surroundings surroundings) {
    DockerConfigFile config = DockerConfigFile.in(surroundings.environment());
    String how = options.check() ? checked(options, surroundings) : "not checked";
    config.login(options.registry(), options.user(), options.password());
    return "Login Succeeded: the credentials for %s (%s) are in %s"
        .formatted(options.registry(), how, config);
  }

  private static String checked(LoginOptions options, Surroundings surroundings) {
    CapturedResolverProvider.capture();
    RegistryFlags flags = new RegistryFlags();
    flags.hosts = options.hosts();
    flags.transport = options.transport();
    RegistryOptions registryOptions = RegistryAccess.options(flags, surroundings.environment());
    boolean asked =
        new RegistryLogin(registryOptions, ProductionExamination.listener(surroundings))
            .isAsked(
                options.registry(),
                new Credential.UserPassword(options.user(), options.password()));
    return asked ? "which takes them" : "which lets anybody in, and did not look at them";
  }

  @Override
  public String logout(String registry, Surroundings surroundings) {
    DockerConfigFile config = DockerConfigFile.in(surroundings.environment());
    return config.logout(registry)
        ? "the credentials for %s were taken out of %s".formatted(registry, config)
        : "Not logged in to %s: there are no credentials for it in %s".formatted(registry, config);
  }
}
