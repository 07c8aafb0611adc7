package dev.kaniko.application.plan;

import dev.kaniko.domain.dockerfile.Dockerfile;
import dev.kaniko.domain.dockerfile.expansion.Expansion;
import dev.kaniko.domain.dockerfile.expansion.ExpansionException;
import dev.kaniko.domain.dockerfile.instruction.ArgInstruction;
import dev.kaniko.domain.dockerfile.instruction.ArgInstruction.BuildArg;
import dev.kaniko.domain.image.Platform;
import dev.kaniko.domain.source.NearestName;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.domain.stage.Scope;
import dev.kaniko.ports.failure.UserMistakes;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;

/**
 * The values of build arguments: given on the command line, by the builder itself (TARGETPLATFORM
 * …), or as defaults of the ARGs before the first FROM.
 */
public final class BuildArguments {
  /** The proxies: usable without ARG, and not recorded in the image. */
  private static final List<String> PROXIES =
      List.of("HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY", "NO_PROXY", "ALL_PROXY");

  private static final String EPOCH = "SOURCE_DATE_EPOCH";

  /** What the builder itself goes by. */
  private static final Set<String> OF_THE_BUILDER =
      Set.of(
          "BUILDKIT_CACHE_MOUNT_NS",
          "BUILDKIT_DOCKERFILE_CHECK",
          "BUILDKIT_INLINE_CACHE",
          "BUILDKIT_MULTI_PLATFORM",
          EPOCH);

  private final Dockerfile dockerfile;
  private final Map<String, String> given;
  private final Map<String, String> automatic;
  private final Scope global;

  /**
   * @param given by {@code --build-arg}
   * @param target what is built for
   * @param targetStage name of the stage that is built
   * @throws UserMistakes with every default before the first FROM that is malformed
   */
  public BuildArguments(
      Dockerfile dockerfile, Map<String, String> given, Platform target, String targetStage) {
    this.given = Map.copyOf(given);
    this.automatic = automatic(Platform.host(), target, targetStage);
    this.dockerfile = dockerfile;
    this.global = globalScope(this.given);
  }

  private static Map<String, String> automatic(Platform build, Platform target, String stage) {
    Map<String, String> values = new LinkedHashMap<>();
    addPlatform(values, "BUILD", build);
    addPlatform(values, "TARGET", target);
    values.put("TARGETSTAGE", stage);
    return values;
  }

  private static void addPlatform(Map<String, String> values, String prefix, Platform platform) {
    values.put(prefix + "PLATFORM", platform.toString());
    values.put(prefix + "OS", platform.os());
    values.put(prefix + "OSVERSION", "");
    values.put(prefix + "ARCH", platform.architecture());
    values.put(prefix + "VARIANT", platform.variant().orElse(""));
  }

  /** There may be many arguments: they are put together before a scope is made of them. */
  private Scope globalScope(Map<String, String> values) {
    SequencedMap<String, String> variables = new LinkedHashMap<>(automatic);
    variables.replaceAll(values::getOrDefault);
    SequencedMap<String, Optional<String>> declared = new LinkedHashMap<>();
    List<Problem> problems = new ArrayList<>();
    for (ArgInstruction instruction : dockerfile.globalArgs()) {
      for (BuildArg arg : instruction.arguments()) {
        Expansion expansion =
            new Expansion(dockerfile.escape(), name -> Optional.ofNullable(variables.get(name)));
        try {
          Optional<String> value =
              Optional.ofNullable(values.get(arg.name()))
                  .or(() -> arg.defaultValue().map(expansion::word));
          value.ifPresent(it -> variables.put(arg.name(), it));
          declared.put(arg.name(), value);
        } catch (ExpansionException e) {
          problems.add(e.at(instruction.position()));
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new UserMistakes(problems);
    }
    return new Scope(variables, declared);
  }

  /**
   * What FROM could use if nothing were given.
   *
   * @throws UserMistakes when a default is malformed
   */
  public Scope defaults() {
    return globalScope(Map.of());
  }

  /** What FROM and its {@code --platform} can use. */
  public Scope global() {
    return global;
  }

  /**
   * The time that is recorded instead of that of the build: {@code SOURCE_DATE_EPOCH}, in seconds,
   * given or the default of an ARG before the first FROM.
   *
   * @throws UserMistakes when it is no number of seconds
   */
  public Optional<Instant> sourceDate() {
    Optional<String> value =
        Optional.ofNullable(given.get(EPOCH)).or(() -> global.get(EPOCH)).filter(v -> !v.isEmpty());
    try {
      return value.map(text -> Instant.ofEpochSecond(Long.parseLong(text)));
    } catch (NumberFormatException | DateTimeException e) {
      throw new UserMistakes(
          Problem.general("invalid SOURCE_DATE_EPOCH: " + value.orElse(""))
              .withHint("give the seconds since 1970, as date +%s prints them"));
    }
  }

  /**
   * The value of {@code arg} as a stage declares it: the command line's, its own default, or the
   * global one.
   */
  public Optional<String> valueOf(BuildArg arg, Expansion expansion) {
    if (given.containsKey(arg.name())) {
      return Optional.of(given.get(arg.name()));
    }
    return arg.defaultValue().isPresent()
        ? arg.defaultValue().map(expansion::word)
        : global.get(arg.name());
  }

  /** The proxy variables that commands see: in both spellings, as tools want them. */
  public Map<String, String> proxies() {
    Map<String, String> proxies = new LinkedHashMap<>();
    for (String upper : PROXIES) {
      String lower = upper.toLowerCase(Locale.ROOT);
      String value = given.getOrDefault(upper, given.get(lower));
      if (value != null) {
        proxies.put(upper, given.getOrDefault(upper, value));
        proxies.put(lower, given.getOrDefault(lower, value));
      }
    }
    return proxies;
  }

  /** What was given but is declared nowhere: probably a slip of the pen. */
  public List<Problem> unused(Dockerfile dockerfile) {
    Set<String> declared = new TreeSet<>();
    dockerfile.globalArgs().forEach(arg -> addNames(arg, declared));
    dockerfile.stages().stream()
        .flatMap(stage -> stage.instructions().stream())
        .filter(ArgInstruction.class::isInstance)
        .forEach(arg -> addNames((ArgInstruction) arg, declared));
    List<Problem> unused = new ArrayList<>();
    for (String name : new TreeSet<>(given.keySet())) {
      boolean known =
          declared.contains(name)
              || automatic.containsKey(name)
              || OF_THE_BUILDER.contains(name)
              || PROXIES.contains(name.toUpperCase(Locale.ROOT));
      if (!known) {
        Problem problem =
            Problem.general("--build-arg " + name + " is not used: no ARG declares it");
        unused.add(
            NearestName.of(name, declared)
                .map(near -> problem.withHint("did you mean " + near + "?"))
                .orElse(problem));
      }
    }
    return unused;
  }

  private static void addNames(ArgInstruction instruction, Set<String> names) {
    instruction.arguments().forEach(arg -> names.add(arg.name()));
  }
}
