package dev.kaniko.cli.options;

import dev.kaniko.cli.flags.AttestationFlags;
import dev.kaniko.cli.flags.FlagGrammar.BadArguments;
import dev.kaniko.cli.process.Version;
import dev.kaniko.domain.attestation.ProvenanceOptions;
import dev.kaniko.domain.attestation.ProvenanceOptions.Detail;
import dev.kaniko.domain.dockerfile.value.GoBoolean;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code --provenance} and {@code --sbom} come to.
 *
 * @param packages whether the images' packages are listed
 * @param provenance how their building is told; empty for not at all
 */
public record AttestationOptions(boolean packages, Optional<ProvenanceOptions> provenance) {
  private static final String PROVENANCE = "--provenance";
  private static final String SBOM = "--sbom";

  static AttestationOptions of(AttestationFlags flags) throws BadArguments {
    return new AttestationOptions(sbom(flags.sbom), provenance(flags.provenance));
  }

  boolean any() {
    return packages || provenance.isPresent();
  }

  private static boolean sbom(String value) throws BadArguments {
    Map<String, String> fields = fields(SBOM, value);
    boolean enabled = enabled(SBOM, fields);
    if (!fields.isEmpty()) {
      String first = fields.keySet().iterator().next();
      throw new BadArguments(
          first.equals("generator")
              ? SBOM + ": the executor reads the package databases itself, there is no generator"
              : SBOM + ": " + first + " is not known: expected true or false");
    }
    return enabled;
  }

  private static Optional<ProvenanceOptions> provenance(String value) throws BadArguments {
    Map<String, String> fields = fields(PROVENANCE, value);
    boolean enabled = enabled(PROVENANCE, fields);
    Detail detail = Detail.MIN;
    ProvenanceOptions.Version version = ProvenanceOptions.Version.V0_2;
    boolean reproducible = false;
    String builder = "urn:kaniko-jvm:executor:" + Version.current();
    for (Map.Entry<String, String> field : fields.entrySet()) {
      switch (field.getKey()) {
        case "mode" -> detail = detail(field.getValue());
        case "version" -> version = version(field.getValue());
        case "builder-id" -> {
          if (field.getValue().isEmpty()) {
            throw new BadArguments(PROVENANCE + ": builder-id is empty");
          }
          builder = field.getValue();
        }
        case "reproducible" -> reproducible = bool(PROVENANCE, "reproducible", field.getValue());
        default ->
            throw new BadArguments(
                PROVENANCE
                    + ": "
                    + field.getKey()
                    + " is not known: there are mode, version, builder-id and reproducible");
      }
    }
    return enabled
        ? Optional.of(new ProvenanceOptions(detail, builder, reproducible, version))
        : Optional.empty();
  }

  private static Detail detail(String text) throws BadArguments {
    return switch (text) {
      case "min" -> Detail.MIN;
      case "max" -> Detail.MAX;
      default -> throw new BadArguments(PROVENANCE + ": mode=" + text + ": there are min and max");
    };
  }

  private static ProvenanceOptions.Version version(String text) throws BadArguments {
    return switch (text) {
      case "v0.2" -> ProvenanceOptions.Version.V0_2;
      case "v1" -> ProvenanceOptions.Version.V1;
      default ->
          throw new BadArguments(PROVENANCE + ": version=" + text + ": there are v0.2 and v1");
    };
  }

  /** Takes out whether it is wanted at all: {@code true}, {@code disabled=true}. */
  private static boolean enabled(String flag, Map<String, String> fields) throws BadArguments {
    String disabled = fields.remove("disabled");
    String enabled = fields.remove("");
    if (disabled != null) {
      return !bool(flag, "disabled", disabled);
    }
    return enabled == null ? !fields.isEmpty() : bool(flag, "", enabled);
  }

  private static boolean bool(String flag, String key, String value) throws BadArguments {
    return GoBoolean.parse(value)
        .orElseThrow(
            () ->
                new BadArguments(
                    flag
                        + ": "
                        + (key.isEmpty() ? "" : key + "=")
                        + value
                        + " is neither true nor false"));
  }

  /** A word without an equals sign is under the empty key. */
  private static Map<String, String> fields(String flag, String value) throws BadArguments {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String field : value.split(",", -1)) {
      int equals = field.indexOf('=');
      String key = equals < 0 ? "" : field.substring(0, equals);
      if (fields.put(key, field.substring(equals + 1)) != null) {
        throw new BadArguments(flag + ": " + (key.isEmpty() ? field : key) + " is too much");
      }
    }
    return fields;
  }
}
