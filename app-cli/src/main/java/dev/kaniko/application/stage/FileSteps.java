package dev.kaniko.application.stage;

import dev.kaniko.application.plan.StageAccounts;
import dev.kaniko.application.plan.StageBase;
import dev.kaniko.domain.account.Accounts;
import dev.kaniko.domain.account.Accounts.Owner;
import dev.kaniko.domain.copy.ArchiveUnpacking;
import dev.kaniko.domain.copy.CopyPlan;
import dev.kaniko.domain.copy.CopyRefused;
import dev.kaniko.domain.copy.CopyRules;
import dev.kaniko.domain.copy.Destination;
import dev.kaniko.domain.dockerfile.instruction.AddInstruction;
import dev.kaniko.domain.dockerfile.instruction.CopyInstruction;
import dev.kaniko.domain.filesystem.FileMetadata;
import dev.kaniko.domain.filesystem.FileNode;
import dev.kaniko.domain.filesystem.FileNode.RegularFile;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.filesystem.LayerEntry;
import dev.kaniko.domain.filesystem.ModeChange;
import dev.kaniko.domain.filesystem.PathResolver;
import dev.kaniko.domain.stage.StageState;
import dev.kaniko.ports.context.RemoteFiles.RemoteFile;
import dev.kaniko.ports.layer.ArchiveReader.Archive;
import dev.kaniko.ports.layer.ArchiveReader.Member;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** COPY, ADD and WORKDIR: plans of entries, made by looking at the trees. */
final class FileSteps {
  /** Mode of a file that was downloaded. */
  private static final int DOWNLOADED = 0600;

  /** As much as all files of a layer or an archive may have; a server could send for ever. */
  private static final long LARGEST_DOWNLOAD = 1L << 40;

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
    FileTree sources =
        source.isPresent() ? stages.filesOf(source.get()) : session.request().context();
    CopyPlan plan = new CopyPlan(root, rules(copy.chown(), copy.chmod(), source.isEmpty(), root));
    Destination destination = Destination.of(copy.destination(), state.workingDirectory());
    for (String name : copy.sources()) {
      for (FilePath path : CopyPlan.find(sources, FilePath.bytesOf(name))) {
        plan.copy(sources, path, destination);
      }
    }
    return plan.entries();
  }

  List<LayerEntry> add(AddInstruction add, StageState state, FileTree root) {
    CopyPlan plan = new CopyPlan(root, rules(add.chown(), add.chmod(), true, root));
    Destination destination = Destination.of(add.destination(), state.workingDirectory());
    Optional<Owner> members = add.chown().map(spec -> owner(spec, root));
    for (String source : add.sources()) {
      if (isHttp(source)) {
        addRemote(source, plan, destination);
      } else {
        addLocal(source, plan, destination, members);
      }
    }
    return plan.entries();
  }

  private static boolean isHttp(String source) {
    String lower = source.toLowerCase(Locale.ROOT);
    return lower.startsWith("http://") || lower.startsWith("https://");
  }

  private void addRemote(String source, CopyPlan plan, Destination destination) {
    RemoteFile file = session.ports().remoteFiles().fetch(location(source), LARGEST_DOWNLOAD);
    Instant modified = file.lastModified().orElse(Instant.EPOCH);
    plan.copyFile(
        new RegularFile(
            FileMetadata.ofRoot(DOWNLOADED, modified),
            file.size(),
            file.content(),
            Optional.empty()),
        FilePath.bytesOf(file.name()),
        destination);
  }

  private static URI location(String source) {
    try {
      return new URI(source);
    } catch (URISyntaxException e) {
      throw new CopyRefused(source + " is no location: " + e.getReason());
    }
  }

  /**
   * @param members owner of what comes out of an archive; empty for what the archive says
   */
  private void addLocal(
      String source, CopyPlan plan, Destination destination, Optional<Owner> members) {
    FileTree context = session.request().context();
    PathResolver resolver = new PathResolver(context);
    for (FilePath path : CopyPlan.find(context, FilePath.bytesOf(source))) {
      Optional<FileNode> node = resolver.find(path);
      Optional<Archive> archive =
          node.orElse(null) instanceof RegularFile file
              ? session.ports().archives().open(file.content(), path.text())
              : Optional.empty();
      if (archive.isPresent()) {
        session.openArchives().add(archive.get());
        unpack(archive.get(), plan.unpackInto(destination, members));
      } else {
        plan.copy(context, path, destination);
      }
    }
  }

  private static void unpack(Archive archive, ArchiveUnpacking unpacking) {
    for (Member member : archive.members()) {
      switch (member) {
        case Member.File(String name, FileNode node) -> unpacking.file(name, node);
        case Member.Link(String name, String target) -> unpacking.link(name, target);
      }
    }
    unpacking.finish();
  }

  /** The directory, which belongs to the stage's user, and those above it that are missing. */
  List<LayerEntry> workdir(FilePath path, StageState state, FileTree root) {
    String user = state.image().config().user();
    Owner owner = user.isEmpty() ? Owner.ROOT : StageAccounts.of(root).owner(user);
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
      return StageAccounts.of(root).owner(spec);
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
