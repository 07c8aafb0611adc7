package dev.kaniko.domain.image;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How a container of the image is run: the {@code config} object of an image config, with Docker's
 * extensions to it (health check, ONBUILD, SHELL, ArgsEscaped), which BuildKit keeps in OCI images
 * too. Absent lists differ from empty ones: an empty command is one that was cleared.
 *
 * @param user as USER was written; empty for none
 * @param exposedPorts {@code 80/tcp}
 * @param env in the order in which the names first came
 * @param workingDir empty for none
 * @param stopSignal empty for none
 * @param otherFields fields that are not known here, as JSON text by name, to be passed on
 */
public record RuntimeConfig(
    String user,
    SortedSet<String> exposedPorts,
    SequencedMap<String, String> env,
    Optional<List<String>> entrypoint,
    Optional<List<String>> cmd,
    SortedSet<String> volumes,
    String workingDir,
    SortedMap<String, String> labels,
    String stopSignal,
    Optional<Healthcheck> healthcheck,
    List<String> onBuild,
    List<String> shell,
    boolean argsEscaped,
    SortedMap<String, String> otherFields) {
  public RuntimeConfig {
    exposedPorts = Collections.unmodifiableSortedSet(new TreeSet<>(exposedPorts));
    env = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(env));
    entrypoint = entrypoint.map(List::copyOf);
    cmd = cmd.map(List::copyOf);
    volumes = Collections.unmodifiableSortedSet(new TreeSet<>(volumes));
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    onBuild = List.copyOf(onBuild);
    shell = List.copyOf(shell);
    otherFields = Collections.unmodifiableSortedMap(new TreeMap<>(otherFields));
  }

  /** A config in which nothing is set. */
  public static RuntimeConfig empty() {
    return new Builder().build();
  }

  /** A builder that starts from this. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.user = user;
    builder.exposedPorts.addAll(exposedPorts);
    builder.env.putAll(env);
    builder.entrypoint = entrypoint;
    builder.cmd = cmd;
    builder.volumes.addAll(volumes);
    builder.workingDir = workingDir;
    builder.labels.putAll(labels);
    builder.stopSignal = stopSignal;
    builder.healthcheck = healthcheck;
    builder.onBuild = onBuild;
    builder.shell = shell;
    builder.argsEscaped = argsEscaped;
    builder.otherFields.putAll(otherFields);
    return builder;
  }

  /** Collects the fields of a {@link RuntimeConfig}; each may be set again. */
  public static final class Builder {
    private String user = "";
    private final TreeSet<String> exposedPorts = new TreeSet<>();
    private final LinkedHashMap<String, String> env = new LinkedHashMap<>();
    private Optional<List<String>> entrypoint = Optional.empty();
    private Optional<List<String>> cmd = Optional.empty();
    private final TreeSet<String> volumes = new TreeSet<>();
    private String workingDir = "";
    private final TreeMap<String, String> labels = new TreeMap<>();
    private String stopSignal = "";
    private Optional<Healthcheck> healthcheck = Optional.empty();
    private List<String> onBuild = List.of();
    private List<String> shell = List.of();
    private boolean argsEscaped;
    private final TreeMap<String, String> otherFields = new TreeMap<>();

    public Builder user(String value) {
      user = value;
      return this;
    }

    public Builder exposePort(String port) {
      exposedPorts.add(port);
      return this;
    }

    /** A name that is there already keeps its place and takes the new value. */
    public Builder env(String name, String value) {
      env.put(name, value);
      return this;
    }

    public Builder entrypoint(Optional<List<String>> value) {
      entrypoint = value;
      return this;
    }

    public Builder cmd(Optional<List<String>> value) {
      cmd = value;
      return this;
    }

    public Builder volume(String path) {
      volumes.add(path);
      return this;
    }

    public Builder workingDir(String value) {
      workingDir = value;
      return this;
    }

    public Builder label(String name, String value) {
      labels.put(name, value);
      return this;
    }

    public Builder labels(Map<String, String> more) {
      labels.putAll(more);
      return this;
    }

    public Builder stopSignal(String value) {
      stopSignal = value;
      return this;
    }

    public Builder healthcheck(Optional<Healthcheck> value) {
      healthcheck = value;
      return this;
    }

    public Builder onBuild(List<String> triggers) {
      onBuild = triggers;
      return this;
    }

    public Builder shell(List<String> value) {
      shell = value;
      return this;
    }

    public Builder argsEscaped(boolean value) {
      argsEscaped = value;
      return this;
    }

    /** Passes on a field that is not known here, as JSON text. */
    public Builder otherField(String name, String json) {
      otherFields.put(name, json);
      return this;
    }

    public RuntimeConfig build() {
      return new RuntimeConfig(
          user,
          exposedPorts,
          env,
          entrypoint,
          cmd,
          volumes,
          workingDir,
          labels,
          stopSignal,
          healthcheck,
          onBuild,
          shell,
          argsEscaped,
          otherFields);
    }
  }
}
