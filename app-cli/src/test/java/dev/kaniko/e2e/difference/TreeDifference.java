package dev.kaniko.e2e.difference;

import dev.kaniko.e2e.image.Content;
import dev.kaniko.e2e.image.FileKind;
import dev.kaniko.e2e.image.FileState;
import dev.kaniko.e2e.image.TarHeader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Compares the files of two images. */
final class TreeDifference {

  private TreeDifference() {}

  static List<String> between(BuiltImage expected, BuiltImage actual) {
    SortedMap<String, FileState> wanted = expected.image().files();
    SortedMap<String, FileState> found = actual.image().files();
    SortedSet<String> paths = new TreeSet<>(wanted.keySet());
    paths.addAll(found.keySet());
    List<String> lines = new ArrayList<>();
    for (String path : paths) {
      String file = "file /" + Names.shown(path) + ": ";
      if (!found.containsKey(path)) {
        lines.add(file + "missing");
      } else if (!wanted.containsKey(path)) {
        lines.add(file + "unexpected");
      } else {
        lines.addAll(differences(file, wanted.get(path), found.get(path)));
        lines.addAll(times(file, expected, wanted.get(path), actual, found.get(path)));
      }
    }
    return lines;
  }

  private static List<String> differences(String file, FileState expected, FileState actual) {
    Map<String, String> wanted = fields(expected);
    List<String> lines = new ArrayList<>();
    fields(actual)
        .forEach(
            (field, value) -> {
              if (!value.equals(wanted.get(field))) {
                lines.add("%s%s %s, expected %s".formatted(file, field, value, wanted.get(field)));
              }
            });
    return lines;
  }

  private static List<String> times(
      String file, BuiltImage expected, FileState wanted, BuiltImage actual, FileState found) {
    long theirs = wanted.origin().header().modified();
    long ours = found.origin().header().modified();
    return expected.sameTime(theirs, actual, ours)
        ? List.of()
        : List.of(
            "%smtime of a %s %s, expected %s"
                .formatted(
                    file,
                    found.origin().header().kind(),
                    Instant.ofEpochSecond(ours),
                    Instant.ofEpochSecond(theirs)));
  }

  /** Everything but the time. */
  private static Map<String, String> fields(FileState file) {
    TarHeader header = file.origin().header();
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("kind", header.kind().toString());
    // A symlink's own permissions mean nothing, and writers of tars do not agree about them.
    boolean symlink = header.kind() == FileKind.SYMLINK;
    fields.put("mode", symlink ? "none" : "%04o".formatted(header.mode()));
    fields.put("owner", header.uid() + ":" + header.gid());
    fields.put("size", Long.toString(header.size()));
    Content content = file.origin().content();
    fields.put("content", "'%s' %s".formatted(Names.shown(content.start()), content.digest()));
    fields.put("target", "'" + Names.shown(header.linkTarget()) + "'");
    fields.put("device", header.device());
    fields.put("xattrs", shown(header.xattrs()));
    fields.put("links", file.names().stream().map(Names::shown).toList().toString());
    return fields;
  }

  private static String shown(SortedMap<String, String> xattrs) {
    return xattrs.entrySet().stream()
        .map(xattr -> xattr.getKey() + "=" + Names.shown(xattr.getValue()))
        .collect(Collectors.joining(", ", "{", "}"));
  }
}
