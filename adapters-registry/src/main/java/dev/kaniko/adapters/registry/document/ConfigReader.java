package dev.kaniko.adapters.registry.document;

import dev.kaniko.adapters.registry.json.JsonFields;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.domain.image.Healthcheck;
import dev.kaniko.domain.image.HistoryEntry;
import dev.kaniko.domain.image.ImageConfig;
import dev.kaniko.domain.image.Platform;
import dev.kaniko.domain.image.RuntimeConfig;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads image configs of both families, which differ in nothing but the media type. */
final class ConfigReader {
  private ConfigReader() {}

  static ImageConfig read(byte[] json, String subject) {
    if (json.length > JsonImageDocuments.LARGEST_CONFIG) {
      throw new UnsafeContentFailure(subject, "is larger than 8 MiB, too large for a config");
    }
    JsonFields fields = JsonFields.read(json, subject);
    return new ImageConfig(
        Platform.of(
            fields.requiredText("os"),
            fields.requiredText("architecture"),
            fields.text("variant").orElse("")),
        fields.time("created"),
        fields.text("author"),
        fields.object("config").map(ConfigReader::runtime).orElse(RuntimeConfig.empty()),
        diffIds(fields),
        history(fields),
        fields.others(ConfigFields.KNOWN, ConfigFields.DROPPED));
  }

  private static List<Digest> diffIds(JsonFields fields) {
    JsonFields rootfs =
        fields.object("rootfs").orElseThrow(() -> fields.wrong("rootfs", "is missing"));
    if (!rootfs.text("type").orElse("layers").equals("layers")) {
      throw rootfs.wrong("type", "must be \"layers\"");
    }
    return rootfs.digests("diff_ids");
  }

  private static List<HistoryEntry> history(JsonFields fields) {
    List<HistoryEntry> history = new ArrayList<>();
    for (JsonFields entry : fields.objects("history")) {
      history.add(
          new HistoryEntry(
              entry.time("created"),
              entry.text("created_by"),
              entry.text("author"),
              entry.text("comment"),
              entry.flag("empty_layer")));
    }
    return history;
  }

  private static RuntimeConfig runtime(JsonFields fields) {
    RuntimeConfig.Builder builder =
        new RuntimeConfig.Builder()
            .user(fields.text("User").orElse(""))
            .entrypoint(fields.textsIfPresent("Entrypoint"))
            .cmd(fields.textsIfPresent("Cmd"))
            .workingDir(fields.text("WorkingDir").orElse(""))
            .labels(fields.textMap("Labels"))
            .stopSignal(fields.text("StopSignal").orElse(""))
            .healthcheck(fields.object("Healthcheck").map(ConfigReader::healthcheck))
            .onBuild(fields.texts("OnBuild"))
            .shell(fields.texts("Shell"))
            .argsEscaped(fields.flag("ArgsEscaped"));
    fields.names("ExposedPorts").forEach(builder::exposePort);
    fields.names("Volumes").forEach(builder::volume);
    fields.texts("Env").forEach(variable -> addVariable(builder, variable));
    fields
        .others(ConfigFields.KNOWN_IN_CONFIG, ConfigFields.DROPPED_IN_CONFIG)
        .forEach(builder::otherField);
    return builder.build();
  }

  /** A variable that was written without a value has an empty one, as BuildKit has it. */
  private static void addVariable(RuntimeConfig.Builder builder, String variable) {
    int equals = variable.indexOf('=');
    if (equals < 0) {
      builder.env(variable, "");
    } else {
      builder.env(variable.substring(0, equals), variable.substring(equals + 1));
    }
  }

  private static Healthcheck healthcheck(JsonFields fields) {
    long retries = fields.number("Retries").orElse(0L);
    if (retries < Integer.MIN_VALUE || retries > Integer.MAX_VALUE) {
      throw fields.wrong("Retries", "is out of range");
    }
    return new Healthcheck(
        fields.texts("Test"),
        nanos(fields, "Interval"),
        nanos(fields, "Timeout"),
        nanos(fields, "StartPeriod"),
        nanos(fields, "StartInterval"),
        (int) retries);
  }

  private static Duration nanos(JsonFields fields, String name) {
    return Duration.ofNanos(fields.number(name).orElse(0L));
  }
}
