package dev.kaniko.application;

import dev.kaniko.domain.dockerfile.Dockerfile;
import dev.kaniko.domain.filesystem.FilePath;
import dev.kaniko.domain.filesystem.FileTree;
import dev.kaniko.domain.image.Compression;
import dev.kaniko.domain.image.ImageFormat;
import dev.kaniko.domain.image.Platform;
import java.util.Collections;
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
 * @param annotations of the manifest; OCI images only
 * @param platform what to build for
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
    SortedMap<String, String> annotations,
    Platform platform,
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
    annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
  }
}
