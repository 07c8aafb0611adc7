package dev.kaniko.application.stage;

import dev.kaniko.application.AttestationRequest;
import dev.kaniko.application.BuildPorts;
import dev.kaniko.application.BuildRequest;
import dev.kaniko.application.CommandSecrets;
import dev.kaniko.application.cache.CacheExports;
import dev.kaniko.application.cache.Caching;
import dev.kaniko.application.cache.LayerLookups;
import dev.kaniko.application.plan.BuildArguments;
import dev.kaniko.application.plan.StageBase;
import dev.kaniko.application.plan.StageGraph;
import dev.kaniko.domain.cache.CacheKey;
import dev.kaniko.domain.copy.RepositoryLocation;
import dev.kaniko.domain.dockerfile.Dockerfile;
import dev.kaniko.domain.dockerfile.DockerfileParser;
import dev.kaniko.domain.dockerfile.Stage;
import dev.kaniko.domain.filesystem.FileContent;
import dev.kaniko.domain.filesystem.FileNode;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.filesystem.LayeredTree;
import dev.kaniko.domain.image.Annotations;
import dev.kaniko.domain.image.Compression;
import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.domain.image.ImageConfig;
import dev.kaniko.domain.image.ImageFormat;
import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.domain.image.MediaTypes;
import dev.kaniko.domain.image.Platform;
import dev.kaniko.ports.cache.CachedLayer;
import dev.kaniko.ports.cache.LayerCache;
import dev.kaniko.ports.context.RemoteFiles;
import dev.kaniko.ports.context.RemoteTrees;
import dev.kaniko.ports.registry.ImageRegistry;
import dev.kaniko.ports.registry.ResolvedImage;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;

/** A build as far as it is planned: which layers are looked up tells what counts. */
final class PlannedBuild {
  private final FileTree nothing = new NoFiles();
  private final LayeredTree context = new LayeredTree(nothing, List.of());
  private final Map<String, String> images = new HashMap<>();
  private final Map<String, String> downloads = new HashMap<>();
  final Map<String, String> buildArgs = new HashMap<>();
  final SortedMap<String, String> labels = new TreeMap<>();
  final Map<String, byte[]> secrets = new HashMap<>();
  String dockerfile;
  Platform platform = Platform.of("linux", "amd64");
  Compression compression = Compression.GZIP;
  Optional<Integer> level = Optional.empty();
  boolean reproducible;
  Set<FilePath> ignoredPaths = Set.of();

  PlannedBuild(String dockerfile) {
    this.dockerfile = dockerfile;
  }

  void file(String path, FileNode node) {
    context.put(FilePath.of(path), node);
  }

  /** What an image's tag means. */
  void image(String name, String content) {
    images.put(name, content);
  }

  void download(String location, String content) {
    downloads.put(location, content);
  }

  /** The keys that are looked up. */
  Set<String> keys() throws Exception {
    Dockerfile parsed =
        DockerfileParser.parse("Dockerfile", dockerfile.getBytes(StandardCharsets.UTF_8))
            .dockerfile();
    Stage target = parsed.stages().getLast();
    BuildArguments arguments = new BuildArguments(parsed, buildArgs, platform, "default");
    StageGraph graph = new StageGraph(parsed, arguments.global(), platform, Map.of());
    Keys asked = new Keys();
    Caching caching =
        new Caching(asked, null, true, true, true, true, false, false, CacheExports.NONE);
    try (LayerLookups lookups = new LayerLookups(caching, new SilentListener());
        OpenArchives archives = new OpenArchives()) {
      BuildSession session =
          new BuildSession(request(parsed), ports(caching), graph, arguments, archives);
      StageResults results = new NoResults();
      new StagePlans(
              session,
              new StageStarts(session, results),
              new FileSteps(session, results),
              caching,
              lookups)
          .needed(target);
    }
    return asked.asked;
  }

  private BuildRequest request(Dockerfile parsed) {
    return new BuildRequest(
        parsed,
        context,
        Map.of(),
        buildArgs,
        new CommandSecrets(secrets, Map.of()),
        Optional.empty(),
        labels,
        Annotations.NONE,
        List.of(platform),
        false,
        AttestationRequest.NONE,
        Optional.empty(),
        compression,
        level,
        false,
        reproducible,
        ignoredPaths);
  }

  /** Nothing that is added is one. */
  private static final class NoRepositories implements RemoteTrees {
    @Override
    public Optional<String> revision(RepositoryLocation location) {
      return Optional.empty();
    }

    @Override
    public FileTree fetch(RepositoryLocation location) {
      throw new AssertionError("nothing is fetched");
    }
  }

  /** Those that planning needs. */
  private BuildPorts ports(Caching caching) {
    RemoteFiles remote =
        (location, largest) ->
            new RemoteFiles.RemoteFile(
                "file",
                FileContent.of(download(location)),
                download(location).length,
                Optional.empty());
    return new BuildPorts(
        registry(),
        null,
        (root, command, output) -> {
          throw new AssertionError("nothing is run");
        },
        null,
        null,
        null,
        remote,
        new NoRepositories(),
        null,
        null,
        List.of(),
        new SilentListener(),
        InstantSource.system(),
        Optional.of(caching));
  }

  private byte[] download(URI location) {
    return downloads.get(location.toString()).getBytes(StandardCharsets.UTF_8);
  }

  private ImageRegistry registry() {
    return (ImageReference reference, Platform wanted) -> {
      String name = reference.repository().replaceFirst("library/", "");
      Digest digest = Digest.sha256(images.getOrDefault(name, name) + wanted);
      ImageConfig config = ImageConfig.scratch(wanted);
      return new ResolvedImage(
          reference.pinnedTo(digest),
          new Descriptor(MediaTypes.OCI_MANIFEST, digest, 1),
          ImageFormat.OCI,
          config.withConfig(config.config().toBuilder().env("PATH", "/bin").build()),
          List.of());
    };
  }

  private static final class Keys implements LayerCache {
    private final Set<String> asked = new ConcurrentSkipListSet<>();

    @Override
    public String place(CacheKey key) {
      return key.tag();
    }

    @Override
    public Optional<CachedLayer> find(CacheKey key) {
      asked.add(key.tag());
      return Optional.empty();
    }

    @Override
    public void store(List<CacheKey> keys, CachedLayer layer) {
      throw new AssertionError("nothing is built");
    }
  }

  private final class NoResults implements StageResults {
    @Override
    public BuiltStage resultOf(int index) {
      throw new AssertionError("nothing is built");
    }

    @Override
    public FileTree filesOf(StageBase source) {
      return nothing;
    }

    @Override
    public void cacheHasDisappointed() {
      throw new AssertionError("nothing is cached");
    }
  }

  private static final class NoFiles implements FileTree {
    @Override
    public Optional<FileNode> lookup(FilePath path) {
      return path.isRoot()
          ? Optional.of(new FileNode.Directory(Inputs.metadata(0755)))
          : Optional.empty();
    }

    @Override
    public SortedMap<String, FileNode> children(FilePath path) {
      return Collections.emptySortedMap();
    }
  }
}
