package dev.kaniko.application.run;

import dev.kaniko.application.BuildPorts;
import dev.kaniko.application.BuildRequest;
import dev.kaniko.domain.dockerfile.instruction.RunInstruction;
import dev.kaniko.domain.dockerfile.mount.RunMount;
import dev.kaniko.domain.dockerfile.mount.RunMount.Bind;
import dev.kaniko.domain.dockerfile.mount.RunMount.Cache;
import dev.kaniko.domain.dockerfile.mount.RunMount.FileAccess;
import dev.kaniko.domain.dockerfile.mount.RunMount.Secret;
import dev.kaniko.domain.dockerfile.mount.RunMount.Ssh;
import dev.kaniko.domain.dockerfile.mount.RunMount.Tmpfs;
import dev.kaniko.domain.filesystem.FileContent;
import dev.kaniko.domain.filesystem.FileMetadata;
import dev.kaniko.domain.filesystem.FileNode;
import dev.kaniko.domain.filesystem.FileNode.Directory;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.filesystem.PathResolver;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.domain.stage.StageState;
import dev.kaniko.ports.command.CacheDirectories.Lease;
import dev.kaniko.ports.command.CacheDirectories.Seed;
import dev.kaniko.ports.command.CommandMount;
import dev.kaniko.ports.failure.UserMistakes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The mounts of one RUN: what stands in the Dockerfile, found in the world. */
final class RunMounts implements AutoCloseable {
  /** Mode of a file system in memory where there was no directory. */
  private static final int EVERYBODYS = 01777;

  private static final String NAMESPACE = "BUILDKIT_CACHE_MOUNT_NS";

  private final RunInstruction run;
  private final StageState state;
  private final FileTree root;
  private final BuildPorts ports;
  private final BuildRequest request;
  private final Deque<Lease> leases = new ArrayDeque<>();
  private final List<CommandMount> mounts = new ArrayList<>();
  private final Map<String, String> environment = new LinkedHashMap<>();
  private int agents;

  /**
   * @param root the files of the stage
   */
  RunMounts(
      RunInstruction run, StageState state, FileTree root, BuildPorts ports, BuildRequest request) {
    this.run = run;
    this.state = state;
    this.root = root;
    this.ports = ports;
    this.request = request;
  }

  /** Finds everything; what was found is let go when this is closed. */
  void prepare(MountSource sources) throws InterruptedException {
    for (RunMount mount : inOrderOfLocks(run.parsedMounts())) {
      switch (mount) {
        case Bind bind -> add(bind, sources);
        case Cache cache -> add(cache, sources);
        case Tmpfs tmpfs -> add(tmpfs);
        case Secret secret -> add(secret);
        case Ssh ssh -> add(ssh);
      }
    }
  }

  /** Caches by id, so that two RUNs that lock the same ones never wait for each other. */
  private static List<RunMount> inOrderOfLocks(List<RunMount> mounts) {
    return mounts.stream()
        .sorted(Comparator.comparing(mount -> mount instanceof Cache cache ? cache.id() : ""))
        .toList();
  }

  /** For the command. */
  List<CommandMount> all() {
    return List.copyOf(mounts);
  }

  /** Variables that the mounts add to the command's. */
  Map<String, String> environment() {
    return Map.copyOf(environment);
  }

  /** The places in the stage that the command does not reach. */
  Set<FilePath> covered() {
    PathResolver resolver = new PathResolver(root);
    return mounts.stream()
        .map(mount -> resolver.resolve(mount.target()))
        .collect(Collectors.toSet());
  }

  private void add(Bind bind, MountSource sources) throws InterruptedException {
    FileTree tree =
        bind.from().isPresent()
            ? sources.filesOf(run, bind.from().get(), bind.target())
            : new OwnedByRoot(request.context());
    FilePath source = find(tree, bind.source(), bind.from());
    FilePath target = place(bind.target());
    boolean isDirectory = tree.lookup(source).filter(Directory.class::isInstance).isPresent();
    requireKind(target, isDirectory);
    mounts.add(new CommandMount.Files(target, tree, source, bind.readOnly()));
  }

  private void add(Cache cache, MountSource sources) throws InterruptedException {
    Optional<Seed> seed = Optional.empty();
    if (cache.from().isPresent()) {
      FileTree tree = sources.filesOf(run, cache.from().get(), cache.target());
      FilePath source = find(tree, cache.source(), cache.from());
      if (tree.lookup(source).filter(Directory.class::isInstance).isEmpty()) {
        throw mistake("a cache starts as a directory, and " + cache.source() + " is none");
      }
      seed = Optional.of(new Seed(tree, source));
    } else if (!FilePath.of(FilePath.bytesOf(cache.source())).isRoot()) {
      throw mistake(
          "source=" + cache.source() + " of a cache mount needs a from that it is found in");
    }
    FilePath target = place(cache.target());
    requireKind(target, true);
    String namespace = request.buildArgs().getOrDefault(NAMESPACE, "");
    Lease lease = ports.caches().take(namespace, cache, seed);
    leases.push(lease);
    mounts.add(new CommandMount.Kept(target, lease.directory(), cache.readOnly()));
  }

  private void add(Tmpfs tmpfs) {
    FilePath target = place(tmpfs.target());
    requireKind(target, true);
    int mode =
        new PathResolver(root).find(target).map(it -> it.metadata().mode()).orElse(EVERYBODYS);
    mounts.add(new CommandMount.Memory(target, tmpfs.size(), mode, tmpfs.readOnly()));
  }

  private void add(Secret secret) {
    byte[] content = request.secrets().secrets().get(secret.id());
    if (content == null) {
      if (secret.required()) {
        throw new UserMistakes(
            Problem.at(run.position(), "secret " + secret.id() + ": not found")
                .withHint("give it with --secret id=" + secret.id() + ",src=FILE"));
      }
      return;
    }
    secret
        .environment()
        .ifPresent(name -> environment.put(name, new String(content, StandardCharsets.UTF_8)));
    if (secret.target().isPresent()) {
      FilePath target = place(secret.target().get());
      requireKind(target, false);
      FileMetadata metadata = metadata(secret.access());
      mounts.add(new CommandMount.Content(target, FileContent.of(content), metadata));
    }
  }

  private void add(Ssh ssh) {
    int number = agents++;
    Path agent = request.secrets().agents().get(ssh.id());
    if (agent == null) {
      if (ssh.required()) {
        throw new UserMistakes(
            Problem.at(run.position(), "no SSH agent with the id " + ssh.id() + " was given")
                .withHint("give its socket with --ssh " + ssh.id() + "=SOCKET"));
      }
      return;
    }
    String path = ssh.target().orElse("/run/buildkit/ssh_agent." + number);
    FilePath target = place(path);
    requireKind(target, false);
    environment.putIfAbsent("SSH_AUTH_SOCK", target.text());
    mounts.add(new CommandMount.Socket(target, agent, metadata(ssh.access())));
  }

  private FileMetadata metadata(FileAccess access) {
    return new FileMetadata(access.mode(), access.uid(), access.gid(), ports.clock().instant());
  }

  private FilePath place(String target) {
    return state.workingDirectory().resolve(FilePath.bytesOf(target));
  }

  private FilePath find(FileTree tree, String source, Optional<String> from) {
    FilePath resolved = new PathResolver(tree).resolve(FilePath.of(FilePath.bytesOf(source)));
    if (tree.lookup(resolved).isEmpty()) {
      String hint =
          from.map(it -> "look at what " + it + " has in it; the path starts at its root")
              .orElse("the build context has no such file, or the ignore file leaves it out");
      throw new UserMistakes(
          Problem.at(run.position(), "\"" + source + "\" of a mount is not there").withHint(hint));
    }
    return resolved;
  }

  /** A directory can cover a directory only, and a file a file. */
  private void requireKind(FilePath target, boolean isDirectory) {
    Optional<FileNode> there = new PathResolver(root).find(target);
    if (there.isPresent() && there.get() instanceof Directory != isDirectory) {
      throw mistake(
          isDirectory
              ? "a directory cannot be mounted at " + target + ", which is a file"
              : "a file cannot be mounted at " + target + ", which is a directory");
    }
  }

  private UserMistakes mistake(String message) {
    return new UserMistakes(Problem.at(run.position(), message));
  }

  @Override
  public void close() {
    leases.forEach(Lease::close);
  }
}
