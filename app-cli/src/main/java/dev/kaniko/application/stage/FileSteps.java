package dev.kaniko.application.stage;

import dev.kaniko.application.plan.StageAccounts;
import dev.kaniko.application.plan.StageBase;
import dev.kaniko.domain.account.Accounts;
import dev.kaniko.domain.account.Accounts.Owner;
import dev.kaniko.domain.copy.CopyPlan;
import dev.kaniko.domain.copy.CopyRefused;
import dev.kaniko.domain.copy.CopyRules;
import dev.kaniko.domain.copy.CopySources;
import dev.kaniko.domain.copy.Destination;
import dev.kaniko.domain.dockerfile.instruction.AddInstruction;
import dev.kaniko.domain.dockerfile.instruction.CopyInstruction;
import dev.kaniko.domain.dockerfile.instruction.Instruction.FileInstruction;
import dev.kaniko.domain.dockerfile.instruction.RunInstruction;
import dev.kaniko.domain.dockerfile.instruction.WorkdirInstruction;
import dev.kaniko.domain.dockerfile.syntax.Heredoc;
import dev.kaniko.domain.filesystem.FileContent;
import dev.kaniko.domain.filesystem.FileMetadata;
import dev.kaniko.domain.filesystem.FileNode.RegularFile;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.filesystem.LayerEntry;
import dev.kaniko.domain.filesystem.ModeChange;
import dev.kaniko.domain.stage.StageState;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** COPY, ADD and WORKDIR: plans of entries, made by looking at the trees. */
final class FileSteps {
  /** Mode of a file that stands in the Dockerfile. */
  private static final int WRITTEN = 0644;

  private final BuildSession session;
  private final StageResults stages;

  FileSteps(BuildSession session, StageResults stages) {
    this.session = session;
    this.stages = stages;
  }

  /**
   * @param source where the files come from; empty for the build context
   */
  List<LayerEntry> copy(
      CopyInstruction copy, Optional<StageBase> source, StageState state, FileTree root)
      throws InterruptedException {
    FileTree tree = source.isPresent() ? stages.filesOf(source.get()) : session.request().context();
    CopySources sources = new CopySources(tree, copy.exclude());
    CopyPlan plan =
        new CopyPlan(
            below(copy.link(), copy.chmod(), root),
            rules(copy.chown(), copy.chmod(), isOfAContext(source), root));
    Destination destination = Destination.of(copy.destination(), state.workingDirectory());
    for (String name : copy.sources()) {
      if (copy.parents()) {
        sources.copyWithParents(name, plan, destination);
      } else {
        sources.find(name).forEach(path -> sources.copy(path, plan, destination));
      }
    }
    addHeredocs(copy.heredocs(), plan, destination);
    return plan.entries();
  }

  private static boolean isOfAContext(Optional<StageBase> source) {
    return source.isEmpty() || source.get() instanceof StageBase.Files;
  }

  /**
   * What the files are laid over. With {@code --link} the layer is the same whatever is below it:
   * no link there is followed, and the directories above are made anew. Together with {@code
   * --chmod} BuildKit does without.
   */
  private FileTree below(boolean link, Optional<String> chmod, FileTree root)
      throws InterruptedException {
    return link && chmod.isEmpty() ? stages.filesOf(new StageBase.Scratch()) : root;
  }

  List<LayerEntry> add(AddInstruction add, StageState state, FileTree root)
      throws InterruptedException {
    return add(add, state, root, Additions::add);
  }

  private List<LayerEntry> add(
      AddInstruction add, StageState state, FileTree root, BiConsumer<Additions, String> adding)
      throws InterruptedException {
    CopyPlan plan =
        new CopyPlan(
            below(add.link(), add.chmod(), root), rules(add.chown(), add.chmod(), true, root));
    Destination destination = Destination.of(add.destination(), state.workingDirectory());
    Additions additions =
        new Additions(session, add, add.chown().map(spec -> owner(spec, root)), plan, destination);
    add.sources().forEach(source -> adding.accept(additions, source));
    addHeredocs(add.heredocs(), plan, destination);
    return plan.entries();
  }

  /**
   * What a COPY from a build context, or an ADD, takes: as it would be laid over an empty root,
   * archives unopened, repositories as their commits, and owned by root.
   *
   * @param source a named context; empty for the build context
   */
  List<LayerEntry> inputs(FileInstruction instruction, Optional<StageBase> source, StageState state)
      throws InterruptedException {
    FileTree nothing = stages.filesOf(new StageBase.Scratch());
    return switch (instruction) {
      case CopyInstruction copy -> copy(copy.withoutOwner(), source, state, nothing);
      case AddInstruction add ->
          add(add.withoutOwner().withUnpack(false), state, nothing, Additions::addInput);
      case RunInstruction _, WorkdirInstruction _ -> List.of();
    };
  }

  /** The files at {@code path} of a tree. */
  List<LayerEntry> at(FileTree tree, String path) throws InterruptedException {
    FileTree nothing = stages.filesOf(new StageBase.Scratch());
    CopyPlan plan = new CopyPlan(nothing, rules(Optional.empty(), Optional.empty(), true, nothing));
    plan.copy(
        tree, FilePath.of(FilePath.bytesOf(path)), new Destination(FilePath.of("/at"), false));
    return plan.entries();
  }

  /** Files whose name is the word, and whose content is what follows it in the Dockerfile. */
  private void addHeredocs(List<Heredoc> heredocs, CopyPlan plan, Destination destination) {
    for (Heredoc heredoc : heredocs) {
      String name = FilePath.bytesOf(heredoc.name());
      if (name.indexOf('/') >= 0 || name.equals(".") || name.equals("..")) {
        throw new CopyRefused(
            "<<" + heredoc.name() + ": the word of a heredoc names a file, and holds no slash");
      }
      byte[] content = heredoc.body().getBytes(StandardCharsets.UTF_8);
      FileMetadata metadata = FileMetadata.ofRoot(WRITTEN, session.now());
      plan.copyFile(
          new RegularFile(metadata, content.length, FileContent.of(content), Optional.empty()),
          name,
          destination);
    }
  }

  /** The directory, which belongs to the stage's user, and those above it that are missing. */
  List<LayerEntry> workdir(FilePath path, StageState state, FileTree root) {
    String user = state.image().config().user();
    Owner owner = user.isEmpty() ? Owner.ROOT : StageAccounts.owner(root, user);
    CopyPlan plan =
        new CopyPlan(root, new CopyRules(Optional.of(owner), Optional.empty(), session.now()));
    plan.makeDirectory(path);
    return plan.entries();
  }

  private CopyRules rules(
      Optional<String> chown, Optional<String> chmod, boolean fromContext, FileTree root) {
    Optional<Owner> owner = chown.map(spec -> owner(spec, root));
    if (owner.isEmpty() && fromContext) {
      // Who owns a file of the context says something about the machine it lies on, not about the
      // image.
      owner = Optional.of(Owner.ROOT);
    }
    return new CopyRules(owner, chmod.map(FileSteps::mode), session.now());
  }

  private static Owner owner(String spec, FileTree root) {
    try {
      return StageAccounts.owner(root, spec);
    } catch (Accounts.UnknownAccount e) {
      throw new CopyRefused("--chown=" + spec + ": " + e.getMessage());
    }
  }

  private static ModeChange mode(String text) {
    try {
      return ModeChange.parse(text);
    } catch (IllegalArgumentException e) {
      throw new CopyRefused("--chmod=" + text + ": " + e.getMessage());
    }
  }
}
