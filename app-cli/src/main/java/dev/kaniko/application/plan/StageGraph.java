package dev.kaniko.application.plan;

import dev.kaniko.application.NamedContext;
import dev.kaniko.application.plan.StageBase.EarlierStage;
import dev.kaniko.application.plan.StageBase.Image;
import dev.kaniko.application.plan.StageBase.Scratch;
import dev.kaniko.domain.dockerfile.Dockerfile;
import dev.kaniko.domain.dockerfile.Stage;
import dev.kaniko.domain.dockerfile.expansion.Expansion;
import dev.kaniko.domain.dockerfile.expansion.ExpansionException;
import dev.kaniko.domain.dockerfile.instruction.CopyInstruction;
import dev.kaniko.domain.dockerfile.instruction.Instruction;
import dev.kaniko.domain.dockerfile.instruction.RunInstruction;
import dev.kaniko.domain.dockerfile.mount.RunMount;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.domain.image.Platform;
import dev.kaniko.domain.source.NearestName;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.domain.source.SourcePosition;
import dev.kaniko.domain.stage.Scope;
import dev.kaniko.ports.failure.UserMistakes;
import dev.kaniko.ports.registry.StoredImage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * How the stages of a Dockerfile stand upon one another. Only what the target needs is looked at:
 * names in other stages are neither expanded nor resolved.
 */
public final class StageGraph {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

  private final Dockerfile dockerfile;
  private final Scope global;
  private final Platform platform;
  private final Map<String, NamedContext> named;
  private final StageNames names;
  private final Map<Integer, StageBase> bases = new ConcurrentHashMap<>();

  /**
   * @param global what FROM can use
   * @param platform what images are taken for where FROM does not say
   * @param named contexts, which win over stages and images of their names
   */
  public StageGraph(
      Dockerfile dockerfile, Scope global, Platform platform, Map<String, NamedContext> named) {
    this.dockerfile = dockerfile;
    this.global = global;
    this.platform = platform;
    this.named = Map.copyOf(named);
    this.names = new StageNames(dockerfile.stages());
  }

  /** What {@code --build-context} says a name stands for: names of images count in full. */
  private Optional<StageBase> contextCalled(String name, Platform wanted) {
    return named.entrySet().stream()
        .filter(entry -> isSameName(entry.getKey(), name))
        .findFirst()
        .map(
            entry ->
                switch (entry.getValue()) {
                  case NamedContext.Files(FileTree files) ->
                      new StageBase.Files(entry.getKey(), files);
                  case NamedContext.Image(ImageReference reference) -> new Image(reference, wanted);
                  case NamedContext.Stored(StoredImage image) ->
                      new StageBase.LocalImage(image, wanted);
                  case NamedContext.Empty() -> new Scratch();
                });
  }

  private static boolean isSameName(String context, String name) {
    if (context.equalsIgnoreCase(name)) {
      return true;
    }
    try {
      return ImageReference.parse(context).equals(ImageReference.parse(name));
    } catch (IllegalArgumentException e) {
      // One of them is no image's name, so that they are not the same.
      return false;
    }
  }

  /**
   * The stage to build: the one named, letter case aside, or the last.
   *
   * @throws UserMistakes when there is no stage of that name
   */
  public static Stage target(Dockerfile dockerfile, Optional<String> name) {
    if (name.isEmpty()) {
      return dockerfile.stages().getLast();
    }
    String wanted = name.get().toLowerCase(Locale.ROOT);
    return dockerfile.stages().reversed().stream()
        .filter(stage -> stage.name().equals(Optional.of(wanted)))
        .findFirst()
        .orElseThrow(() -> new UserMistakes(unknownTarget(dockerfile, name.get())));
  }

  private static Problem unknownTarget(Dockerfile dockerfile, String name) {
    List<String> names = dockerfile.stages().stream().flatMap(s -> s.name().stream()).toList();
    Problem problem =
        Problem.general("target stage \"" + name + "\" could not be found in " + dockerfile.name());
    if (names.isEmpty()) {
      return problem.withHint("no stage has a name; FROM … AS gives one");
    }
    return problem.withHint(
        NearestName.of(name, names)
            .map(near -> "did you mean " + near + "?")
            .orElse("the stages are " + String.join(", ", names)));
  }

  /**
   * The stages that {@code target} cannot be built without, itself too, by their numbers.
   *
   * @throws UserMistakes with all that is wrong with the bases and sources of these stages
   */
  public SortedSet<Integer> needed(Stage target) {
    Survey survey = survey(List.of(target));
    if (!survey.problems().isEmpty()) {
      throw new UserMistakes(survey.problems());
    }
    return survey.needed();
  }

  /**
   * What there is to know of some stages before any is built.
   *
   * @param needed the numbers of the stages that they cannot be built without, themselves too
   * @param problems all that is wrong with the bases and sources of these
   */
  public record Survey(SortedSet<Integer> needed, List<Problem> problems) {}

  public Survey survey(Collection<Stage> targets) {
    SortedSet<Integer> needed = new TreeSet<>();
    List<Problem> problems = new ArrayList<>();
    Deque<Stage> open = new ArrayDeque<>(targets);
    while (!open.isEmpty()) {
      Stage stage = open.removeFirst();
      if (!needed.add(stage.index())) {
        continue;
      }
      for (StageBase base : bases(stage, problems)) {
        if (base instanceof EarlierStage(int index)) {
          open.add(dockerfile.stages().get(index));
        }
      }
    }
    problems.sort(
        Comparator.comparing(it -> it.position().map(SourcePosition::firstLine).orElse(0)));
    return new Survey(needed, problems);
  }

  private List<StageBase> bases(Stage stage, List<Problem> problems) {
    List<StageBase> bases = new ArrayList<>();
    collect(() -> bases.add(baseOf(stage)), problems);
    for (Instruction instruction : stage.instructions()) {
      collect(() -> bases.addAll(sourcesOf(instruction, stage)), problems);
    }
    return bases;
  }

  private static void collect(Runnable search, List<Problem> problems) {
    try {
      search.run();
    } catch (UserMistakes e) {
      problems.addAll(e.problems());
    }
  }

  /**
   * What an instruction takes files from, besides the build context.
   *
   * @param stage the one that the instruction stands in, be it written there or a trigger
   */
  public List<StageBase> sourcesOf(Instruction instruction, Stage stage) {
    List<StageBase> sources = new ArrayList<>();
    if (instruction instanceof CopyInstruction copy && copy.from().isPresent()) {
      sources.add(sourceOf(copy, stage));
    }
    if (instruction instanceof RunInstruction run) {
      for (String mount : run.mounts()) {
        RunMount.fromOf(mount)
            .ifPresent(
                from -> sources.add(mountSourceOf(run, from, RunMount.targetOf(mount), stage)));
      }
    }
    return sources;
  }

  /**
   * What {@code stage} starts from.
   *
   * @throws UserMistakes when FROM comes out blank, or is no reference
   */
  public StageBase baseOf(Stage stage) {
    // Not computeIfAbsent: the bases of others may be asked for meanwhile, and it costs little.
    StageBase known = bases.get(stage.index());
    if (known == null) {
      known = findBase(stage);
      bases.put(stage.index(), known);
    }
    return known;
  }

  private StageBase findBase(Stage stage) {
    Expansion expansion = new Expansion(dockerfile.escape(), global::get);
    String name;
    Optional<String> wanted;
    try {
      name = expansion.word(stage.base());
      wanted = stage.platform().map(expansion::word);
    } catch (ExpansionException e) {
      throw new UserMistakes(e.at(stage.position()));
    }
    if (name.isBlank()) {
      throw new UserMistakes(
          Problem.at(stage.position(), "base name (" + stage.base() + ") should not be blank")
              .about(stage.base())
              .withHint("give the argument a value with --build-arg or a default before FROM"));
    }
    Platform forStage = wanted.map(text -> platform(text, stage)).orElse(platform);
    Optional<StageBase> context = contextCalled(name, forStage);
    if (context.isPresent()) {
      return context.get();
    }
    OptionalInt earlier = names.lastBefore(name, stage.index());
    if (earlier.isPresent()) {
      return new EarlierStage(earlier.getAsInt());
    }
    return name.equals("scratch")
        ? new Scratch()
        : new Image(reference(name, stage.position()), forStage);
  }

  /**
   * What a COPY with {@code --from} takes files from.
   *
   * @param stage the one that the COPY stands in, be it written there or a trigger of its base
   */
  public StageBase sourceOf(CopyInstruction copy, Stage stage) {
    String from = copy.from().orElseThrow();
    return sourceCalled(
        from,
        copy.position(),
        stage,
        "cannot copy from stage \""
            + from
            + "\", it needs to be defined before current stage \""
            + stage.label()
            + "\"");
  }

  /**
   * What a mount of RUN takes files from.
   *
   * @param from of the mount
   * @param target of the mount, for a message
   * @param stage the one that the RUN stands in
   */
  public StageBase mountSourceOf(RunInstruction run, String from, String target, Stage stage) {
    return sourceCalled(
        from,
        run.position(),
        stage,
        "cannot mount from stage \""
            + from
            + "\" to \""
            + target
            + "\", stage needs to be defined before current command");
  }

  private StageBase sourceCalled(
      String from, SourcePosition position, Stage stage, String notDefinedYet) {
    Optional<StageBase> context = contextCalled(from, platform);
    if (context.isPresent()) {
      return context.get();
    }
    Optional<Stage> earlier = stageCalled(from);
    if (earlier.isPresent()) {
      if (earlier.get().index() >= stage.index()) {
        throw mistake(position, notDefinedYet, from);
      }
      return new EarlierStage(earlier.get().index());
    }
    if (NUMBER.matcher(from).matches()) {
      throw mistake(position, "invalid stage index " + from, from);
    }
    if (from.equals("scratch")) {
      return new Scratch();
    }
    return new Image(reference(from, position), platform);
  }

  /** By number, or the last of that name. */
  private Optional<Stage> stageCalled(String from) {
    if (NUMBER.matcher(from).matches()) {
      int index = Integer.parseInt(from);
      return index < dockerfile.stages().size()
          ? Optional.of(dockerfile.stages().get(index))
          : Optional.empty();
    }
    OptionalInt last = names.lastBefore(from.toLowerCase(Locale.ROOT), dockerfile.stages().size());
    return last.isPresent()
        ? Optional.of(dockerfile.stages().get(last.getAsInt()))
        : Optional.empty();
  }

  /**
   * The stage that was perhaps meant where an image is named {@code name}.
   *
   * @param before stages from here on cannot be meant
   */
  public Optional<String> stageNamedLike(String name, Stage before) {
    return names.nearest(name, before.index());
  }

  private ImageReference reference(String name, SourcePosition position) {
    try {
      return ImageReference.parse(name);
    } catch (IllegalArgumentException e) {
      Problem problem = Problem.at(position, e.getMessage()).about(name);
      throw new UserMistakes(
          names
              .nearest(name, dockerfile.stages().size())
              .map(near -> problem.withHint("or did you mean the stage " + near + "?"))
              .orElse(problem));
    }
  }

  private static Platform platform(String text, Stage stage) {
    try {
      return Platform.parse(text);
    } catch (IllegalArgumentException e) {
      throw mistake(
          stage.position(),
          "--platform=" + stage.platform().orElse("") + " of FROM: " + e.getMessage(),
          "--platform");
    }
  }

  private static UserMistakes mistake(SourcePosition position, String message, String culprit) {
    return new UserMistakes(Problem.at(position, message).about(culprit));
  }
}
