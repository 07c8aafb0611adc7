package dev.kaniko.domain.filesystem;

/**
 * One entry of a layer's changes: what the layer puts at a path, or takes away there.
 *
 * <p>A layer is a list of these in the order of {@link FilePath}, a directory before what is in it.
 * Each path comes once, but for an opaque whiteout, which follows its directory's own entry. Spec:
 * <a href="https://github.com/opencontainers/image-spec/blob/main/layer.md">image-spec
 * layer.md</a>.
 */
public sealed interface LayerEntry {
  FilePath path();

  /** A file of any kind, new or changed, in full. */
  record Present(FilePath path, FileNode node) implements LayerEntry {}

  /**
   * One more name of a file.
   *
   * @param target the first name: an earlier entry of the same layer
   * @param node the file itself, as the entry at {@code target} has it
   */
  record HardLink(FilePath path, FilePath target, FileNode node) implements LayerEntry {}

  /** The lower layers' file or tree at {@code path} is gone. */
  record Whiteout(FilePath path) implements LayerEntry {}

  /**
   * All that lower layers have in the directory at {@code path} is gone; what this layer has there
   * stays.
   */
  record OpaqueWhiteout(FilePath path) implements LayerEntry {}
}
