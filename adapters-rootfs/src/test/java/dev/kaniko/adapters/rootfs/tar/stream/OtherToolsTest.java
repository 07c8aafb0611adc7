package dev.kaniko.adapters.rootfs.tar.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.adapters.rootfs.tar.ReadTar;
import dev.kaniko.adapters.rootfs.tar.TarEntry;
import dev.kaniko.adapters.rootfs.tar.Tool;
import dev.kaniko.domain.filesystem.FileMetadata;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** GNU tar and Python's tarfile make what we read, and read what we make. */
class OtherToolsTest {
  private static final byte[] NOTHING = {};
  private static final String CAPABILITY =
      "\u0001\0\0\u0002\u0080\u0004\0\0\0\0\0\0\0\0\0\0\0\0\0\0";

  @TempDir Path directory;

  @BeforeEach
  void makeTree() {
    Tool.run(
        directory,
        """
        mkdir tree; cd tree
        mkdir -m 1777 sticky; mkdir -m 2755 d; mkdir d/e
        printf hello > d/file; chown 1000:100 d/file; chmod 4711 d/file
        ln d/file d/hard; ln -s /outside/../x d/soft; : > d/empty
        mkfifo d/pipe; mknod d/null c 1 3; mknod d/disk b 8 17
        head -c 70000 /dev/zero | tr '\\0' z > d/e/large
        find . -exec touch -h -d '2001-02-03 04:05:06' '{}' +
        """,
        NOTHING);
  }

  private void makeTreeOfOddities() {
    Tool.run(
        directory,
        """
        cd tree
        long=$(printf 'n%.0s' {1..120}); mkdir -p $long/$long; printf x > $long/$long/$long
        ln -s $long/$long d/long; printf x > $'caf\\xe9'; printf x > 'café'
        printf x > d/owned; chown 4000000000:3000000000 d/owned
        printf x > d/ancient; touch -d '1950-01-01' d/ancient
        printf x > d/precise; touch -d '2001-02-03 04:05:06.123456789' d/precise
        printf x > d/attr; setfattr -n user.binary -v 0x00ff0a3d80 d/attr
        setfattr -n security.capability -v 0x0100000280040000000000000000000000000000 d/attr
        find . -newermt 2002-01-01 -exec touch -h -d '2001-02-03 04:05:06' '{}' +
        """,
        NOTHING);
  }

  /** What the file system itself says of every file, in the form of {@link #line}. */
  private List<String> found() {
    String script = "cd tree; find . ! -name . -printf '%P %y %#m %U:%G %T@ %s [%l]\\n' | sort";
    return Tool.run(directory, script, NOTHING).lines().map(OtherToolsTest::inWholeFields).toList();
  }

  /** find knows mtimes to ten digits, sizes of all kinds, and links that are hard as files. */
  private static String inWholeFields(String line) {
    String[] parts = line.split(" ", 7);
    boolean regular = parts[1].equals("f");
    String mtime = parts[4].substring(0, parts[4].length() - 1);
    return String.join(
        " ", parts[0], parts[1], parts[2], parts[3], mtime, regular ? parts[5] : "-", parts[6]);
  }

  private static String line(TarEntry entry, Map<String, TarEntry> byName) {
    TarEntry file =
        entry.type() == TarEntry.Type.HARD_LINK ? byName.get(name(entry.linkName())) : entry;
    FileMetadata metadata = file.metadata();
    String type =
        switch (file.type()) {
          case REGULAR -> "f";
          case DIRECTORY -> "d";
          case SYMLINK -> "l";
          case CHARACTER_DEVICE -> "c";
          case BLOCK_DEVICE -> "b";
          case FIFO -> "p";
          case HARD_LINK -> throw new AssertionError("a link to a link");
        };
    Instant time = metadata.modified();
    return "%s %s %s %d:%d %d.%09d %s [%s]"
        .formatted(
            name(entry.name()),
            type,
            metadata.mode() == 0 ? "0" : "0" + Integer.toOctalString(metadata.mode()),
            metadata.uid(),
            metadata.gid(),
            time.getEpochSecond(),
            time.getNano(),
            type.equals("f") ? Long.toString(file.size()) : "-",
            file.linkName());
  }

  private static String name(String name) {
    String relative = name.startsWith("./") ? name.substring(2) : name;
    return relative.endsWith("/") ? relative.substring(0, relative.length() - 1) : relative;
  }

  private static List<String> lines(ReadTar tar) {
    Map<String, TarEntry> byName = new HashMap<>();
    tar.entries().forEach(entry -> byName.put(name(entry.name()), entry));
    List<String> lines = new ArrayList<>();
    for (TarEntry entry : tar.entries()) {
      if (!name(entry.name()).isEmpty() && !entry.name().equals(".")) {
        lines.add(line(entry, byName));
      }
    }
    lines.sort(null);
    return lines;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tar --format=v7 --exclude=pipe --exclude=null --exclude=disk",
        "tar --format=ustar",
        "tar --format=oldgnu",
        "tar --format=gnu",
        "tar --format=posix"
      })
  void what_gnu_tar_has_made_of_plain_files_is_read(String tar) throws IOException {
    byte[] bytes = Tool.output(directory, tar + " -C tree -cf - .", NOTHING);
    List<String> found = new ArrayList<>(found());
    if (tar.contains("v7")) {
      found.removeIf(line -> line.matches("d/(pipe|null|disk) .*"));
    }
    assertThat(lines(ReadTar.of(bytes))).isEqualTo(found);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gnu", "posix"})
  void what_gnu_tar_has_made_of_odd_files_is_read(String format) throws IOException {
    makeTreeOfOddities();
    String script = "tar --format=" + format + " -C tree -cf - .";
    ReadTar tar = ReadTar.of(Tool.output(directory, script, NOTHING));
    List<String> found = new ArrayList<>(found());
    if (format.equals("gnu")) {
      found.replaceAll(line -> line.replace(".123456789 ", ".000000000 "));
    }
    assertThat(lines(tar)).isEqualTo(found);
  }

  @Test
  void attributes_that_gnu_tar_has_stored_are_read_byte_for_byte() throws IOException {
    makeTreeOfOddities();
    String script = "tar --xattrs --xattrs-include='*' -C tree -cf - d/attr";
    TarEntry entry = ReadTar.of(Tool.output(directory, script, NOTHING)).only();
    assertThat(entry.metadata().xattrs())
        .containsEntry("user.binary", "\0\u00ff\n=\u0080")
        .containsEntry("security.capability", CAPABILITY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"USTAR", "GNU", "PAX"})
  void what_python_has_made_is_read(String format) throws IOException {
    if (!format.equals("USTAR")) {
      makeTreeOfOddities();
    }
    String script =
        """
        python3 -c 'import tarfile, sys
        t = tarfile.open(fileobj=sys.stdout.buffer, mode="w|", format=tarfile.%s_FORMAT)
        t.add("tree", arcname=".")
        t.close()'
        """
            .formatted(format);
    List<String> lines = lines(ReadTar.of(Tool.output(directory, script, NOTHING)));
    // Python has times in floating point, or in whole seconds.
    String fraction = "\\.\\d{9} ";
    assertThat(lines.stream().map(line -> line.replaceFirst(fraction, " ")))
        .containsExactlyElementsOf(
            found().stream().map(line -> line.replaceFirst(fraction, " ")).toList());
  }

  private static byte[] ourTar() throws IOException {
    Instant time = Instant.ofEpochSecond(981_173_106);
    FileMetadata plain = FileMetadata.ofRoot(0644, time);
    FileMetadata odd =
        new FileMetadata(04755, 4_000_000_000L, 3_000_000_000L, Instant.ofEpochSecond(-86_400))
            .withXattrs(
                Map.of("user.binary", "\0\u00ff\n=\u0080", "security.capability", CAPABILITY));
    String longName = "n".repeat(120) + "/" + "m".repeat(120) + "/" + "caf\u00e9";
    TarEntry any = new TarEntry("", TarEntry.Type.REGULAR, plain, 0, "", 0, 0);
    List<TarEntry> entries =
        List.of(
            new TarEntry(
                "./", TarEntry.Type.DIRECTORY, FileMetadata.ofRoot(0755, time), 0, "", 0, 0),
            new TarEntry(
                "d/", TarEntry.Type.DIRECTORY, FileMetadata.ofRoot(01777, time), 0, "", 0, 0),
            new TarEntry("d/f", TarEntry.Type.REGULAR, odd, 5, "", 0, 0),
            new TarEntry("d/h", TarEntry.Type.HARD_LINK, odd, 0, "d/f", 0, 0),
            new TarEntry("d/s", TarEntry.Type.SYMLINK, plain, 0, "../".repeat(50) + "x", 0, 0),
            new TarEntry("d/c", TarEntry.Type.CHARACTER_DEVICE, plain, 0, "", 1, 3),
            new TarEntry("d/b", TarEntry.Type.BLOCK_DEVICE, plain, 0, "", 8, 17),
            new TarEntry("d/p", TarEntry.Type.FIFO, plain, 0, "", 0, 0),
            new TarEntry(longName, any.type(), plain, 3, "", 0, 0));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TarWriter writer = new TarWriter(out);
    for (TarEntry entry : entries) {
      byte[] content = "content".substring(0, (int) entry.size()).getBytes(ISO_8859_1);
      writer.write(entry, new ByteArrayInputStream(content));
    }
    writer.finish();
    return out.toByteArray();
  }

  @Test
  void gnu_tar_lists_what_we_have_written() throws IOException {
    String listing = Tool.run(directory, "tar --numeric-owner -tvf - | tr -s ' '", ourTar());
    String longName = "n".repeat(120) + "/" + "m".repeat(120) + "/" + "caf\\351";
    assertThat(listing.lines())
        .containsExactly(
            "drwxr-xr-x 0/0 0 2001-02-03 04:05 ./",
            "drwxrwxrwt 0/0 0 2001-02-03 04:05 d/",
            "-rwsr-xr-x 4000000000/3000000000 5 1969-12-31 00:00 d/f",
            "hrwsr-xr-x 4000000000/3000000000 0 1969-12-31 00:00 d/h link to d/f",
            "lrw-r--r-- 0/0 0 2001-02-03 04:05 d/s -> " + "../".repeat(50) + "x",
            "crw-r--r-- 0/0 1,3 2001-02-03 04:05 d/c",
            "brw-r--r-- 0/0 8,17 2001-02-03 04:05 d/b",
            "prw-r--r-- 0/0 0 2001-02-03 04:05 d/p",
            "-rw-r--r-- 0/0 3 2001-02-03 04:05 " + longName);
  }

  @Test
  void gnu_tar_unpacks_what_we_have_written() throws IOException {
    String script =
        """
        mkdir out; tar --xattrs --xattrs-include='*' --numeric-owner -xf - -C out; cd out
        cat d/f d/h; echo; stat -c '%i %h %a %u %Y' d/f d/h | uniq | cut -d' ' -f2-
        getfattr -h -d -m - -e hex d/f | sort
        """;
    assertThat(Tool.run(directory, script, ourTar()).lines())
        .containsExactly(
            "conteconte",
            "2 4755 4000000000 -86400",
            "",
            "# file: d/f",
            "security.capability=0x0100000280040000000000000000000000000000",
            "user.binary=0x00ff0a3d80");
  }

  @Test
  void python_reads_what_we_have_written() throws IOException {
    String script =
        """
        python3 -c 'import tarfile, sys
        t = tarfile.open(fileobj=sys.stdin.buffer, mode="r|")
        for m in t:
          print(m.name[-9:].encode("utf-8", "surrogateescape"), m.type, oct(m.mode), m.uid, m.gid, \
        int(m.mtime), m.size, m.linkname[:9], m.devmajor, m.devminor, sorted(m.pax_headers))'
        """;
    assertThat(Tool.run(directory, script, ourTar()).lines())
        .containsExactly(
            "b'.' b'5' 0o755 0 0 981173106 0  0 0 []",
            "b'd' b'5' 0o1777 0 0 981173106 0  0 0 []",
            "b'd/f' b'0' 0o4755 4000000000 3000000000 -86400 5  0 0 "
                + "['SCHILY.xattr.security.capability', 'SCHILY.xattr.user.binary', 'gid',"
                + " 'mtime', 'uid']",
            "b'd/h' b'1' 0o4755 4000000000 3000000000 -86400 0 d/f 0 0 "
                + "['SCHILY.xattr.security.capability', 'SCHILY.xattr.user.binary', 'gid',"
                + " 'mtime', 'uid']",
            "b'd/s' b'2' 0o644 0 0 981173106 0 ../../../ 0 0 ['linkpath']",
            "b'd/c' b'3' 0o644 0 0 981173106 0  1 3 []",
            "b'd/b' b'4' 0o644 0 0 981173106 0  8 17 []",
            "b'd/p' b'6' 0o644 0 0 981173106 0  0 0 []",
            "b'mmmm/caf\\xe9' b'0' 0o644 0 0 981173106 3  0 0 ['path']");
  }
}
