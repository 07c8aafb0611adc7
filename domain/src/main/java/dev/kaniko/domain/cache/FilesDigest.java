package dev.kaniko.domain.cache;

import dev.kaniko.domain.filesystem.FileContent;
import dev.kaniko.domain.filesystem.FileMetadata;
import dev.kaniko.domain.filesystem.FileNode;
import dev.kaniko.domain.filesystem.LayerEntry;
import dev.kaniko.domain.image.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.List;

/**
 * What the entries of a layer are, whenever they were made: everything of them counts, but for the
 * times and for the numbers of inodes. Every content is read once.
 */
public final class FilesDigest {
  private FilesDigest() {}

  /**
   * @param entries in the order of their paths
   */
  public static Digest of(List<LayerEntry> entries) throws IOException {
    KeyText text = new KeyText("files");
    for (LayerEntry entry : entries) {
      text.field("path", entry.path().bytes());
      switch (entry) {
        case LayerEntry.Present(var _, FileNode node) -> add(text, node);
        case LayerEntry.HardLink link -> text.field("hard link", link.target().bytes());
        case LayerEntry.Whiteout _ -> text.field("whiteout", true);
        case LayerEntry.OpaqueWhiteout _ -> text.field("opaque whiteout", true);
      }
    }
    return text.digest();
  }

  private static void add(KeyText text, FileNode node) throws IOException {
    FileMetadata metadata = node.metadata();
    text.field("mode", metadata.mode())
        .field("uid", metadata.uid())
        .field("gid", metadata.gid())
        .field("xattrs", metadata.xattrs());
    switch (node) {
      case FileNode.Directory _ -> text.field("directory", true);
      case FileNode.RegularFile file ->
          text.field("size", file.size()).field("content", digestOf(file.content()).toString());
      case FileNode.Symlink link -> text.field("symbolic link", link.target());
      case FileNode.Special special ->
          text.field("special", special.kind().name())
              .field("major", special.major())
              .field("minor", special.minor());
    }
  }

  private static Digest digestOf(FileContent content) throws IOException {
    MessageDigest hash = Digest.newSha256();
    try (InputStream stream = new DigestInputStream(content.open(), hash)) {
      // The stream digests what passes by.
      stream.transferTo(OutputStream.nullOutputStream());
    }
    return Digest.ofSha256(hash.digest());
  }
}
