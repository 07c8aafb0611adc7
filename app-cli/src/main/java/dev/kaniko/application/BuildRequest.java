package dev.kaniko.application;

import dev.kaniko.domain.dockerfile.Dockerfile;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.image.Annotations;
import dev.kaniko.domain.image.Compression;
import dev.kaniko.domain.image.ImageFormat;
import dev.kaniko.domain.image.Platform;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is to be built.
 *
 * @param context the files that COPY and ADD may take, ignored ones already left out
 * @param namedContexts what names of the Dockerfile stand for, whatever stages and images there are
 * @param buildArgs of the command line
 * @param secrets what RUN --mount can hand over to commands
 * @param target name of the stage to build; the last one when empty
 * @param labels of the command line: they win over the Dockerfile's
 * @param annotations OCI images only
 * @param platforms what to build for, each once; at least one
 * @param index whether what is made is an index, be it of one image; always, if there are several
 *     platforms
 * @param attestations what is said about the images beside them; anything needs an index
 * @param format forced on the image; empty to follow the base
 * @param level of the compression; empty for the default
 * @param singleSnapshot one layer for all that a stage's instructions do
 * @param ignoredPaths at or below which nothing that a command changes gets into a layer
 * @param reproducible the same input gives the same image: no time of the build is recorded
 */
public record BuildRequest(
    Dockerfile dockerfile,
    FileTree context,
    Map<String, NamedContext> namedContexts,
    Map<String, String> buildArgs,
    CommandSecrets secrets,
    Optional<String> target,
    SortedMap<String, String> labels,
    Annotations annotations,
    List<Platform> platforms,
    boolean index,
    AttestationRequest attestations,
    Optional<ImageFormat> format,
    Compression compression,
    Optional<Integer> level,
    boolean singleSnapshot,
    boolean reproducible,
    Set<FilePath> ignoredPaths) {
  public BuildRequest {
    namedContexts = Map.copyOf(namedContexts);
    ignoredPaths = Set.copyOf(ignoredPaths);
    buildArgs = Map.copyOf(buildArgs);
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    platforms = List.copyOf(platforms);
    boolean several = platforms.size() > 1 || !attestations.isEmpty();
    if (platforms.isEmpty() || (several && !index)) {
      throw new IllegalArgumentException("several documents need an index, and none is nothing");
    }
  }

  /** The platform of a build for a single one. */
  public Platform platform() {
    if (platforms.size() > 1) {
      throw new IllegalStateException("there are several platforms: " + platforms);
    }
    return platforms.getFirst();
  }

  /** The same for one of the platforms. */
  public BuildRequest forPlatform(Platform one) {
    return new BuildRequest(
        dockerfile,
        context,
        namedContexts,
        buildArgs,
        secrets,
        target,
        labels,
        annotations,
        List.of(one),
        index,
        attestations,
        format,
        compression,
        level,
        singleSnapshot,
        reproducible,
        ignoredPaths);
  }
}
