package dev.kaniko.cli.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.cli.flags.AttestationFlags;
import dev.kaniko.cli.flags.FlagGrammar.BadArguments;
import dev.kaniko.domain.attestation.ProvenanceOptions;
import dev.kaniko.domain.attestation.ProvenanceOptions.Detail;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttestationOptionsTest {

  private static AttestationOptions of(String provenance, String sbom) throws BadArguments {
    AttestationFlags flags = new AttestationFlags();
    flags.provenance = provenance;
    flags.sbom = sbom;
    return AttestationOptions.of(flags);
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "0", "mode=max,disabled=true"})
  void nothing_is_said_where_nothing_is_wanted(String value) throws BadArguments {
    assertThat(of(value, "false").any()).isFalse();
  }

  @Test
  void provenance_tells_little_unless_more_is_asked_for() throws BadArguments {
    ProvenanceOptions plain = of("true", "false").provenance().orElseThrow();
    assertThat(plain.detail()).isEqualTo(Detail.MIN);
    assertThat(plain.version()).isEqualTo(ProvenanceOptions.Version.V0_2);
    assertThat(plain.builderId()).startsWith("urn:kaniko-jvm:executor:");
    assertThat(of("mode=max,builder-id=https://ci,version=v1,reproducible=1", "true"))
        .isEqualTo(
            new AttestationOptions(
                true,
                Optional.of(
                    new ProvenanceOptions(
                        Detail.MAX, "https://ci", true, ProvenanceOptions.Version.V1))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "maybe | false | --provenance: maybe is neither true nor false",
        "mode=full | false | --provenance: mode=full: there are min and max",
        "version=v2 | false | --provenance: version=v2: there are v0.2 and v1",
        "mode=min,mode=max | false | --provenance: mode is too much",
        "mode=max,builder-id= | false | --provenance: builder-id is empty",
        "inline-only=true | false | --provenance: inline-only is not known",
        "false | generator=syft | there is no generator",
        "false | x=y | --sbom: x is not known: expected true or false",
        "false | '' | --sbom:  is neither true nor false",
      })
  void what_is_not_known_is_refused(String provenance, String sbom, String message) {
    assertThatThrownBy(() -> of(provenance, sbom))
        .isInstanceOf(BadArguments.class)
        .hasMessageContaining(message);
  }
}
