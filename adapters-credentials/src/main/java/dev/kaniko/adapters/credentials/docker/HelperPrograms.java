package dev.kaniko.adapters.credentials.docker;

import com.google.cloud.tools.jib.registry.credentials.CredentialHelperNotFoundException;
import com.google.cloud.tools.jib.registry.credentials.CredentialHelperUnhandledServerUrlException;
import com.google.cloud.tools.jib.registry.credentials.DockerCredentialHelper;
import dev.kaniko.ports.credentials.Credential;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The programs {@code docker-credential-*} that were on the PATH when the helper was made. A build
 * may change the file system that the builder itself runs in, and a program that came or changed
 * since then is not run: it would get the builder's secrets.
 */
final class HelperPrograms {
  private static final String PREFIX = "docker-credential-";
  private static final String NOT_FOUND = "credentials not found in native keychain";

  /** What plugins do without a program: Amazon's, Google's and Azure's registries. */
  private static final Set<String> PLUGINS_DO = Set.of("ecr-login", "gcr", "gcloud", "acr-env");

  private final Map<String, String> environment;
  private final Map<String, Program> programs;

  /** A program and how to know it again. */
  private record Program(Path path, String inode, FileTime changed) {

    static Program at(Path path) throws IOException {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      return new Program(
          path,
          String.valueOf(attributes.fileKey()),
          (FileTime) Files.getAttribute(path, "unix:ctime"));
    }
  }

  private HelperPrograms(Map<String, String> environment, Map<String, Program> programs) {
    this.environment = environment;
    this.programs = programs;
  }

  static HelperPrograms capture(Map<String, String> environment) {
    Map<String, Program> found = new LinkedHashMap<>();
    for (String directory : environment.getOrDefault("PATH", "").split(File.pathSeparator)) {
      Path path = Path.of(directory);
      if (path.isAbsolute() && Files.isDirectory(path)) {
        capture(path, found);
      }
    }
    return new HelperPrograms(environment, found);
  }

  private static void capture(Path directory, Map<String, Program> found) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, PREFIX + "*")) {
      for (Path file : files) {
        if (Files.isExecutable(file)) {
          found.putIfAbsent(
              file.getFileName().toString().substring(PREFIX.length()), Program.at(file));
        }
      }
    } catch (IOException e) {
      // A directory of the PATH that cannot be listed has no programs for us, as for any shell.
      return;
    }
  }

  /** What follows {@code docker-credential-} in the names of the programs. */
  Set<String> names() {
    return Collections.unmodifiableSet(new TreeSet<>(programs.keySet()));
  }

  /** Whether a plugin is asked where a program of this name is not there. */
  static boolean canBeMissing(String name) {
    return PLUGINS_DO.contains(name);
  }

  /**
   * Asks a program; empty when it has nothing for the server, and when it is not there and one of
   * those that plugins stand in for, which are asked next.
   *
   * @param name after {@code docker-credential-}
   * @param source who names the program, for messages
   */
  Optional<Credential> ask(String name, String server, String source) throws IOException {
    Program program = programs.get(name);
    if (program == null && canBeMissing(name)) {
      return Optional.empty();
    }
    if (program == null) {
      throw new IOException(
          "%s%s, which %s names for %s, is not on the PATH"
              .formatted(PREFIX, name, source, server));
    }
    if (!program.equals(Program.at(program.path()))) {
      throw new IOException(
          program.path() + " was changed since the build began and is not run for that reason");
    }
    try {
      var answer = new DockerCredentialHelper(server, program.path(), environment).retrieve();
      return Optional.of(AuthEntry.of(answer.getUsername(), answer.getPassword()));
    } catch (CredentialHelperUnhandledServerUrlException e) {
      if (String.valueOf(e.getMessage()).contains(NOT_FOUND)) {
        return Optional.empty();
      }
      // Without the cause, whose message repeats what the program wrote: maybe a secret.
      throw new IOException(program.path() + " gave no credentials for " + server);
    } catch (CredentialHelperNotFoundException e) {
      throw new IOException(program.path() + " cannot be run", e);
    } catch (IOException e) {
      throw new IOException(program.path() + " cannot be asked: " + e.getMessage(), e);
    }
  }
}
