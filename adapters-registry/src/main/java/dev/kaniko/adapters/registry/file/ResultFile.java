package dev.kaniko.adapters.registry.file;

import dev.kaniko.adapters.registry.http.HttpAnswer;
import dev.kaniko.adapters.registry.http.HttpCall;
import dev.kaniko.adapters.registry.http.HttpTransport;
import dev.kaniko.adapters.registry.http.Patience;
import dev.kaniko.adapters.registry.http.RequestBody;
import dev.kaniko.adapters.registry.options.Access;
import dev.kaniko.adapters.registry.options.RegistryOptions;
import dev.kaniko.ports.failure.EnvironmentFailure;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A small file about the image, at a path or at an {@code https} URL that takes a PUT. */
public final class ResultFile {
  private ResultFile() {}

  /**
   * @param target a path, whose missing directories are made for the user alone, or a URL, which
   *     may be signed and is therefore not repeated in full in messages
   * @param options how the network is reached
   */
  public static void write(String target, String text, RegistryOptions options) {
    try {
      if (target.startsWith("https://")) {
        put(URI.create(target), text, options);
      } else {
        writeFile(Path.of(target).toAbsolutePath(), text);
      }
    } catch (IOException e) {
      throw new EnvironmentFailure(
          "cannot write " + withoutQuery(target) + ": " + e.getMessage(), e);
    }
  }

  private static void writeFile(Path file, String text) throws IOException {
    Path directory = file.getParent();
    if (directory != null && !Files.isDirectory(directory)) {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    Files.writeString(file, text);
  }

  private static void put(URI url, String text, RegistryOptions options) throws IOException {
    try (HttpTransport transport = new HttpTransport(options, Patience.USUAL);
        HttpAnswer answer =
            transport.send(
                new HttpCall("PUT", url, Access.PUSH)
                    .with("Content-Type", "text/plain")
                    .withBody(new RequestBody.Text(text)))) {
      if (!answer.succeeded()) {
        throw new IOException("the answer is " + answer.status());
      }
    }
  }

  private static String withoutQuery(String target) {
    int query = target.startsWith("https://") ? target.indexOf('?') : -1;
    return query < 0 ? target : target.substring(0, query);
  }
}
