package dev.kaniko.application.stage;

import dev.kaniko.domain.filesystem.FileContent;
import dev.kaniko.domain.filesystem.FileMetadata;
import dev.kaniko.domain.filesystem.FileNode;
import dev.kaniko.domain.filesystem.FileNode.InodeId;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.image.Compression;
import dev.kaniko.domain.image.Platform;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What a step's key depends on, and what it does not, each with a change of it. */
final class Inputs {
  private Inputs() {}

  /**
   * One thing to change.
   *
   * @param dockerfile before the change
   * @param change made to a build that is otherwise the same
   */
  record Input(String name, String dockerfile, Consumer<PlannedBuild> change) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Input> thatCount() {
    return Stream.of(
            ofInstructions(), ofCommands(), ofCopies(), ofFiles(), ofTheBuild(), ofOtherImages())
        .flatMap(List::stream);
  }

  private static final String RUN = "FROM base\nARG A\nRUN make\n";
  private static final String COPY = "FROM base\nCOPY file /to\n";

  private static Input text(String name, String before, String after) {
    return new Input(name, before, build -> build.dockerfile = after);
  }

  private static Input above(String name, String line) {
    return text(name, RUN, RUN.replace("RUN", line + "\nRUN"));
  }

  private static List<Input> ofInstructions() {
    return List.of(
        text("text of a command", RUN, RUN.replace("make", "make all")),
        text(
            "words that are split elsewhere",
            "FROM b\nRUN [\"a\",\"bc\"]",
            "FROM b\nRUN [\"ab\",\"c\"]"),
        text("form of a command", "FROM b\nRUN a", "FROM b\nRUN [\"a\"]"),
        above("SHELL", "SHELL [\"/bin/bash\",\"-c\"]"),
        above("USER", "USER 7"),
        above("WORKDIR", "WORKDIR /w"),
        above("ENV", "ENV E=1"),
        above("a step below", "COPY file /x"),
        above("another command below", "RUN other"),
        text("order of steps", "FROM b\nRUN a\nRUN c", "FROM b\nRUN c\nRUN a"));
  }

  private static List<Input> ofCommands() {
    String heredoc = "FROM b\nRUN <<E\na\nE\n";
    String mount = "FROM b\nRUN --mount=type=%s a\n";
    return List.of(
        text("body of a heredoc", heredoc, heredoc.replace("\na\n", "\nb\n")),
        text("--network", "FROM b\nRUN a", "FROM b\nRUN --network=none a"),
        text(
            "target of a mount",
            mount.formatted("tmpfs,target=/a"),
            mount.formatted("tmpfs,target=/b")),
        text(
            "id of a cache",
            mount.formatted("cache,target=/a,id=x"),
            mount.formatted("cache,target=/a,id=y")),
        text(
            "mode of a secret",
            mount.formatted("secret,id=a"),
            mount.formatted("secret,id=a,mode=0444")),
        new Input("file that is mounted", "FROM b\nRUN --mount=source=file,target=/f a", changed()),
        new Input(
            "build argument that a command sees", RUN, build -> build.buildArgs.put("A", "1")),
        new Input(
            "build argument with a default",
            RUN.replace("ARG A", "ARG A=0"),
            build -> build.buildArgs.put("A", "1")));
  }

  private static List<Input> ofCopies() {
    return List.of(
        text("destination", COPY, COPY.replace("/to", "/there")),
        text("--chown", COPY, COPY.replace("COPY", "COPY --chown=1:1")),
        text("--chmod", COPY, COPY.replace("COPY", "COPY --chmod=700")),
        text("--link", COPY, COPY.replace("COPY", "COPY --link")),
        text("--parents", COPY, COPY.replace("COPY", "COPY --parents")),
        text("--exclude", COPY, COPY.replace("COPY", "COPY --exclude=x")),
        text("ADD instead of COPY", COPY, COPY.replace("COPY", "ADD")),
        text("--unpack", COPY.replace("COPY", "ADD"), COPY.replace("COPY", "ADD --unpack=false")),
        text(
            "heredoc that is copied", "FROM b\nCOPY <<E /e\na\nE\n", "FROM b\nCOPY <<E /e\nb\nE\n"),
        new Input(
            "argument in a destination",
            "FROM b\nARG A\nCOPY file /x$A",
            build -> build.buildArgs.put("A", "1")),
        new Input(
            "download",
            "FROM b\nADD http://host/file /",
            build -> build.download("http://host/file", "other")));
  }

  private static List<Input> ofFiles() {
    String all = "FROM b\nCOPY . /to/\n";
    FileMetadata plain = metadata(0644);
    return List.of(
        new Input("content", COPY, changed()),
        new Input("mode", COPY, put("/file", file("file", metadata(0755)))),
        new Input("setuid bit", COPY, put("/file", file("file", metadata(04644)))),
        new Input(
            "xattr", COPY, put("/file", file("file", plain.withXattrs(Map.of("user.x", "y"))))),
        new Input(
            "link instead of a file",
            all,
            put("/file", new FileNode.Symlink(plain, "other", Optional.empty()))),
        new Input(
            "target of a link",
            all,
            put("/link", new FileNode.Symlink(plain, "elsewhere", Optional.empty()))),
        new Input("one more file", all, put("/more", file("", plain))),
        new Input("empty directory", all, put("/more", new FileNode.Directory(plain))),
        new Input(
            "two names of one file",
            all,
            build -> {
              build.file("/file", shared("file"));
              build.file("/twin", shared("file"));
            }));
  }

  private static List<Input> ofTheBuild() {
    return List.of(
        new Input("platform", RUN, build -> build.platform = Platform.of("linux", "arm64")),
        new Input(
            "platform of FROM scratch",
            "FROM scratch\nCOPY file /",
            build -> build.platform = Platform.of("linux", "arm64")),
        new Input("compression", RUN, build -> build.compression = Compression.ZSTD),
        new Input("level of the compression", RUN, build -> build.level = Optional.of(9)),
        new Input("--reproducible", RUN, build -> build.reproducible = true),
        new Input("--ignore-path", RUN, build -> build.ignoredPaths = Set.of(FilePath.of("/x"))));
  }

  private static List<Input> ofOtherImages() {
    String staged = "FROM base AS a\nRUN a\nFROM base\nCOPY --from=a /x /\n";
    return List.of(
        new Input("base behind a tag", RUN, build -> build.image("base", "newer")),
        new Input(
            "base that an argument names",
            "ARG B=base\nFROM $B\nRUN a",
            build -> build.buildArgs.put("B", "other")),
        new Input(
            "image that is copied from",
            "FROM b\nCOPY --from=other /x /",
            build -> build.image("other", "newer")),
        new Input(
            "image that is mounted",
            "FROM b\nRUN --mount=from=other,target=/m a",
            build -> build.image("other", "newer")),
        text("stage that is copied from", staged, staged.replace("RUN a", "RUN b")),
        text(
            "stage that is stood upon",
            "FROM b AS a\nRUN a\nFROM a\nRUN c",
            "FROM b AS a\nRUN b\nFROM a\nRUN c"));
  }

  static Stream<Input> thatDoNotCount() {
    FileMetadata later = metadata(0644).withModified(Instant.ofEpochSecond(1_700_000_000, 7));
    FileMetadata theirs = metadata(0644).withOwner(1234, 567);
    return Stream.of(
        new Input("time of a file", COPY, put("/file", file("file", later))),
        new Input("owner of a file of the context", COPY, put("/file", file("file", theirs))),
        new Input(
            "inode",
            COPY,
            put(
                "/file",
                new FileNode.RegularFile(
                    metadata(0644), 4, content("file"), Optional.of(new InodeId(8, 9))))),
        new Input("unrelated file", COPY, put("/unrelated", file("x", theirs))),
        new Input("labels of the command line", COPY, build -> build.labels.put("a", "b")),
        new Input(
            "secret",
            "FROM b\nRUN --mount=type=secret,id=s a",
            build -> build.secrets.put("s", new byte[] {1})),
        new Input(
            "argument that nothing declares", COPY, build -> build.buildArgs.put("UNKNOWN", "1")),
        new Input(
            "argument that a copy does not use",
            "FROM b\nARG A\nCOPY file /to",
            build -> build.buildArgs.put("A", "1")),
        new Input(
            "argument of another stage",
            "FROM b AS a\nARG A\nRUN a\nFROM b\nRUN a",
            build -> build.buildArgs.put("A", "1")),
        text("LABEL", COPY, COPY.replace("COPY", "LABEL a=b\nCOPY")),
        text(
            "CMD, ENTRYPOINT, EXPOSE",
            RUN,
            RUN.replace("RUN", "CMD a\nENTRYPOINT b\nEXPOSE 1\nRUN")),
        text(
            "HEALTHCHECK, STOPSIGNAL, VOLUME",
            RUN,
            RUN.replace("RUN", "HEALTHCHECK CMD x\nSTOPSIGNAL 9\nVOLUME /v\nRUN")),
        text("ONBUILD for others", RUN, RUN.replace("RUN", "ONBUILD RUN x\nRUN")),
        text("comments and blanks", RUN, "# x\nFROM   base\nARG A\n\nrun   make\n"),
        text("order of ENV", "FROM b\nENV A=1\nENV B=2\nRUN a", "FROM b\nENV B=2\nENV A=1\nRUN a"),
        text(
            "base of a copy that stands alone",
            "FROM b\nCOPY --link --chown=1:2 file /to",
            "FROM scratch\nCOPY --link --chown=1:2 file /to"),
        text("name of a stage", "FROM b AS x\nRUN a", "FROM b AS y\nRUN a"));
  }

  static FileMetadata metadata(int mode) {
    return FileMetadata.ofRoot(mode, Instant.EPOCH);
  }

  static FileNode file(String content, FileMetadata metadata) {
    return new FileNode.RegularFile(metadata, content.length(), content(content), Optional.empty());
  }

  private static FileNode shared(String content) {
    return new FileNode.RegularFile(
        metadata(0644), content.length(), content(content), Optional.of(new InodeId(1, 2)));
  }

  private static FileContent content(String text) {
    return FileContent.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Consumer<PlannedBuild> changed() {
    return put("/file", file("else", metadata(0644)));
  }

  private static Consumer<PlannedBuild> put(String path, FileNode node) {
    return build -> build.file(path, node);
  }
}
