package dev.kaniko.adapters.credentials.docker;

import dev.kaniko.ports.diagnosis.Finding;
import dev.kaniko.ports.diagnosis.Probe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Where credentials are found, and for which registries; never what they are. */
public final class DockerConfigProbe implements Probe {
  /** Variables that hold a credential, or lead to one. */
  private static final Pattern OF_CREDENTIALS =
      Pattern.compile(
          "(AWS|AZURE|GOOGLE|GCP|DOCKER|REGISTRY|CI_REGISTRY)_\\w*"
              + "|CI_REGISTRY|KANIKO_\\w+_USER|\\w*(PASSWORD|PASSWD|SECRET|TOKEN|CREDENTIAL|AUTH)\\w*",
          Pattern.CASE_INSENSITIVE);

  private final Map<String, String> environment;

  public DockerConfigProbe(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public String subject() {
    return "credentials";
  }

  @Override
  public List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    HelperPrograms programs = HelperPrograms.capture(environment);
    List<ConfigText> texts = ConfigText.capture(environment);
    for (ConfigText text : texts) {
      findings.addAll(configFindings(text, programs));
    }
    if (texts.isEmpty()) {
      List<Path> places = ConfigText.files(environment);
      findings.add(
          Finding.note(
              places.isEmpty()
                  ? "no config.json: neither DOCKER_CONFIG nor HOME is set"
                  : "no config.json at " + joined(places)));
    }
    findings.add(
        programs.names().isEmpty()
            ? Finding.note("no program docker-credential-* is on the PATH")
            : Finding.ok("programs docker-credential-* on the PATH: " + joined(programs.names())));
    Set<String> variables = new TreeSet<>(environment.keySet());
    variables.removeIf(name -> !OF_CREDENTIALS.matcher(name).matches());
    if (!variables.isEmpty()) {
      findings.add(Finding.note("variables that are set: " + joined(variables)));
    }
    return findings;
  }

  private static List<Finding> configFindings(ConfigText text, HelperPrograms programs) {
    DockerConfig config;
    try {
      config = DockerConfig.read(text);
    } catch (IOException e) {
      return List.of(Finding.no(e.getMessage()));
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(
        config.auths().isEmpty()
            ? Finding.note(config.source() + " has no entry of its own for any registry")
            : Finding.ok(config.source() + " has entries for " + joined(config.auths().keySet())));
    config
        .helpers()
        .forEach((registry, name) -> findings.add(helperFinding(programs, name, registry)));
    config
        .store()
        .ifPresent(name -> findings.add(helperFinding(programs, name, "all other registries")));
    return findings;
  }

  private static Finding helperFinding(HelperPrograms programs, String name, String registry) {
    String text = "docker-credential-" + name + " is to be asked for " + registry;
    if (programs.names().contains(name)) {
      return Finding.ok(text);
    }
    return HelperPrograms.canBeMissing(name)
        ? Finding.ok(text + "; it is not on the PATH, and a plugin does it")
        : Finding.no(text + ", and is not on the PATH");
  }

  private static String joined(Iterable<?> names) {
    List<String> texts = new ArrayList<>();
    names.forEach(name -> texts.add(name.toString()));
    return texts.stream().collect(Collectors.joining(", "));
  }
}
