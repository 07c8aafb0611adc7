package dev.kaniko.cli.options;

import dev.kaniko.application.CommandSecrets;
import dev.kaniko.cli.flags.FlagGrammar.BadArguments;
import dev.kaniko.cli.flags.MountFlags;
import dev.kaniko.cli.process.Surroundings;
import dev.kaniko.domain.dockerfile.mount.CsvFields;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What RUN --mount can give to commands. Secrets are read at once: in place, the build would remove
 * their files.
 *
 * @param cacheDirectory where the directories of cache mounts are kept
 */
public record MountOptions(CommandSecrets secrets, Path cacheDirectory) {
  /** As in BuildKit: what is larger is no secret but a file. */
  private static final int LARGEST_SECRET = 500 << 10;

  static MountOptions of(MountFlags flags, Path workDirectory, Surroundings surroundings)
      throws BadArguments {
    Map<String, byte[]> secrets = new HashMap<>();
    for (String value : flags.secrets) {
      Secret secret = Secret.parse(value);
      secrets.put(secret.id, secret.content(surroundings));
    }
    Map<String, Path> agents = new HashMap<>();
    for (String value : flags.agents) {
      int equals = value.indexOf('=');
      String id = equals < 0 ? value : value.substring(0, equals);
      agents.put(id, agent(equals < 0 ? "" : value.substring(equals + 1), surroundings));
    }
    Path cacheDirectory =
        flags
            .cacheMountDir
            .map(text -> surroundings.currentDirectory().resolve(text))
            .orElse(workDirectory.resolve("cache-mounts"));
    return new MountOptions(new CommandSecrets(secrets, agents), cacheDirectory);
  }

  private static Path agent(String given, Surroundings surroundings) throws BadArguments {
    String socket =
        given.isEmpty() ? surroundings.environment().getOrDefault("SSH_AUTH_SOCK", "") : given;
    if (socket.isEmpty()) {
      throw new BadArguments("--ssh: no agent is known, since SSH_AUTH_SOCK is not set");
    }
    Path path = surroundings.currentDirectory().resolve(socket);
    if (!Files.exists(path) || Files.isRegularFile(path) || Files.isDirectory(path)) {
      throw new BadArguments(
          "--ssh: "
              + path
              + " is no socket; for a key, start ssh-agent, add the key, and give its socket");
    }
    return path;
  }

  /** One {@code --secret}; of {@code source} and {@code variable} at most one is not empty. */
  private record Secret(String id, String source, String variable) {

    static Secret parse(String value) throws BadArguments {
      Map<String, String> fields = new HashMap<>();
      try {
        for (String field : CsvFields.split(value)) {
          int equals = field.indexOf('=');
          if (equals < 0) {
            throw new BadArguments(
                "--secret: invalid field '" + field + "' must be a key=value pair");
          }
          fields.put(key(field.substring(0, equals)), field.substring(equals + 1));
        }
      } catch (IllegalArgumentException e) {
        throw new BadArguments("--secret: " + e.getMessage());
      }
      String id = fields.getOrDefault("id", "");
      String type = fields.getOrDefault("type", "");
      String source = fields.getOrDefault("src", "");
      if (type.equals("env") && !fields.containsKey("env")) {
        fields.put("env", source.isEmpty() ? id : source);
        source = "";
      }
      String variable = fields.getOrDefault("env", "");
      if (id.isEmpty()) {
        throw new BadArguments("--secret needs an id: --secret id=ID,src=FILE");
      }
      if (!type.isEmpty() && !type.equals("env") && !type.equals("file")) {
        throw new BadArguments("--secret: unsupported secret type \"" + type + "\"");
      }
      if (!source.isEmpty() && !variable.isEmpty()) {
        throw new BadArguments("--secret id=" + id + " has both src and env");
      }
      return new Secret(id, source, variable);
    }

    private static String key(String name) throws BadArguments {
      return switch (name.toLowerCase(Locale.ROOT)) {
        case "id" -> "id";
        case "src", "source" -> "src";
        case "env" -> "env";
        case "type" -> "type";
        default ->
            throw new BadArguments(
                "--secret: unexpected key '" + name + "', there are id, src, env and type");
      };
    }

    byte[] content(Surroundings surroundings) throws BadArguments {
      Map<String, String> environment = surroundings.environment();
      String wanted = variable.isEmpty() && source.isEmpty() ? id : variable;
      if (environment.containsKey(wanted)) {
        return environment.get(wanted).getBytes(StandardCharsets.UTF_8);
      }
      if (!variable.isEmpty()) {
        throw new BadArguments("--secret id=" + id + ": the variable " + variable + " is not set");
      }
      return read(surroundings.currentDirectory().resolve(source.isEmpty() ? id : source));
    }

    private byte[] read(Path file) throws BadArguments {
      try (InputStream in = Files.newInputStream(file)) {
        byte[] content = in.readNBytes(LARGEST_SECRET + 1);
        if (content.length > LARGEST_SECRET) {
          throw new BadArguments("--secret id=" + id + ": " + file + " is larger than 500 KiB");
        }
        return content;
      } catch (IOException e) {
        throw new BadArguments("--secret id=" + id + ": cannot read " + file);
      }
    }
  }
}
