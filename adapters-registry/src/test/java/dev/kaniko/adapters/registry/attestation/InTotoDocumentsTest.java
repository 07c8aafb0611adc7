package dev.kaniko.adapters.registry.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kaniko.adapters.registry.testkit.SampleImage;
import dev.kaniko.domain.attestation.BillOfMaterials;
import dev.kaniko.domain.attestation.Distribution;
import dev.kaniko.domain.attestation.InstalledPackage;
import dev.kaniko.domain.attestation.Material;
import dev.kaniko.domain.attestation.Provenance;
import dev.kaniko.domain.attestation.ProvenanceOptions;
import dev.kaniko.domain.attestation.ProvenanceOptions.Detail;
import dev.kaniko.domain.attestation.ProvenanceOptions.Version;
import dev.kaniko.domain.image.ImageFormat;
import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.domain.image.MediaTypes;
import dev.kaniko.domain.image.Platform;
import dev.kaniko.ports.layer.ImageLayer;
import dev.kaniko.ports.registry.Attestation;
import dev.kaniko.ports.registry.ImageDocuments.DescribedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InTotoDocumentsTest {
  private static final Platform AMD64 = Platform.of("linux", "amd64");
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");

  @TempDir Path directory;

  private DescribedImage image;

  @BeforeEach
  void makeImage() {
    image = SampleImage.of(ImageFormat.OCI, directory, 10);
  }

  private Provenance provenance(Detail detail, Version version) {
    return new Provenance(
        new ProvenanceOptions(detail, "https://ci.example", false, version),
        "one",
        TIME,
        TIME.plusSeconds(5),
        AMD64,
        List.of(new Material("pkg:docker/alpine@3", Map.of("sha256", "ab"))),
        Optional.of(new Material("https://e.org/r.git#main", Map.of())),
        "Dockerfile",
        new TreeMap<>(Map.of("target", "x")),
        List.of(),
        detail == Detail.MIN
            ? Optional.empty()
            : Optional.of(
                new Provenance.Details(
                    "FROM alpine\n", List.of(new Provenance.Step("0", 1, "FROM alpine")))));
  }

  private DescribedImage described(
      Optional<BillOfMaterials> packages, Optional<Provenance> provenance) {
    return new InTotoDocuments()
        .describe(
            new Attestation(
                image,
                AMD64,
                List.of(ImageReference.parse("e.org/app:1")),
                TIME,
                packages,
                provenance));
  }

  private static JsonNode statement(ImageLayer layer) throws IOException {
    try (InputStream stream = layer.content().open()) {
      return new JsonMapper().readTree(stream);
    }
  }

  @Test
  void a_manifest_has_each_statement_for_a_layer_and_says_which_image_it_is_about()
      throws IOException {
    BillOfMaterials bill = new BillOfMaterials(Distribution.UNKNOWN, List.of(), List.of());

    DescribedImage manifest =
        described(Optional.of(bill), Optional.of(provenance(Detail.MIN, Version.V0_2)));

    String digest = image.descriptor().digest().toString();
    assertThat(manifest.descriptor().annotations())
        .isEqualTo(
            Map.of(
                "vnd.docker.reference.type",
                "attestation-manifest",
                "vnd.docker.reference.digest",
                digest));
    assertThat(manifest.image().config().platform()).isEqualTo(Platform.of("unknown", "unknown"));
    JsonNode document = new JsonMapper().readTree(manifest.manifest());
    assertThat(document.at("/config/mediaType").asText()).isEqualTo(MediaTypes.OCI_CONFIG);
    assertThat(document.findValuesAsText("in-toto.io/predicate-type"))
        .containsExactly("https://spdx.dev/Document", "https://slsa.dev/provenance/v0.2");
    for (ImageLayer layer : manifest.image().layers()) {
      assertThat(layer.descriptor().mediaType()).isEqualTo("application/vnd.in-toto+json");
      JsonNode statement = statement(layer);
      assertThat(statement.path("_type").asText()).isEqualTo("https://in-toto.io/Statement/v0.1");
      assertThat(statement.at("/subject/0/name").asText())
          .isEqualTo("pkg:docker/e.org/app@1?platform=linux%2Famd64");
      assertThat("sha256:" + statement.at("/subject/0/digest/sha256").asText()).isEqualTo(digest);
    }
  }

  @Test
  void provenance_is_told_with_and_without_details_in_both_versions() throws IOException {
    assertThat(predicate(Detail.MIN, Version.V0_2))
        .isEqualTo(
            new JsonMapper()
                .readTree(
                    """
                    {"builder": {"id": "https://ci.example"},
                     "buildType": "urn:kaniko-jvm:dockerfile:v1",
                     "materials": [{"uri": "pkg:docker/alpine@3", "digest": {"sha256": "ab"}}],
                     "invocation": {
                       "configSource":
                         {"uri": "https://e.org/r.git#main", "entryPoint": "Dockerfile"},
                       "parameters": {"frontend": "dockerfile.v0", "args": {"target": "x"}},
                       "environment": {"platform": "linux/amd64"}},
                     "metadata": {
                       "buildInvocationID": "one",
                       "buildStartedOn": "2026-01-02T03:04:05.678Z",
                       "buildFinishedOn": "2026-01-02T03:04:10.678Z",
                       "completeness":
                         {"parameters": false, "environment": true, "materials": false},
                       "reproducible": false}}
                    """));
    JsonNode old = predicate(Detail.MAX, Version.V0_2);
    assertThat(old.at("/buildConfig/steps/0/text").asText()).isEqualTo("FROM alpine");
    assertThat(old.at("/metadata/completeness/parameters").asBoolean()).isTrue();
    JsonNode current = predicate(Detail.MAX, Version.V1);
    assertThat(current.at("/runDetails/builder/id").asText()).isEqualTo("https://ci.example");
    assertThat(current.at("/buildDefinition/resolvedDependencies/0/uri").asText())
        .isEqualTo("pkg:docker/alpine@3");
    assertThat(current.at("/buildDefinition/internalParameters/buildConfig"))
        .isEqualTo(old.path("buildConfig"));
  }

  private JsonNode predicate(Detail detail, Version version) throws IOException {
    DescribedImage manifest = described(Optional.empty(), Optional.of(provenance(detail, version)));
    return statement(manifest.image().layers().getFirst()).path("predicate");
  }

  @Test
  void packages_are_listed_with_what_their_database_says_and_where_it_could_not_be_read()
      throws IOException {
    InstalledPackage one =
        new InstalledPackage(
            "deb", "g++", "4:12", "amd64", "gcc", "", "GCC <gcc@e.org>", "https://e.org");
    InstalledPackage two =
        new InstalledPackage("apk", "musl", "1", "x86_64", "", "MIT", "", "javascript:x");
    BillOfMaterials bill =
        new BillOfMaterials(
            new Distribution("debian", "13"), List.of(one, two), List.of("Not all.", "Really."));

    JsonNode document =
        statement(described(Optional.of(bill), Optional.empty()).image().layers().getFirst())
            .path("predicate");

    assertThat(document.path("spdxVersion").asText()).isEqualTo("SPDX-2.3");
    assertThat(document.path("comment").asText()).isEqualTo("Not all. Really.");
    assertThat(document.at("/creationInfo/created").asText()).isEqualTo("2026-01-02T03:04:05Z");
    assertThat(document.findValuesAsText("SPDXID"))
        .containsExactly(
            "SPDXRef-DOCUMENT",
            "SPDXRef-Image",
            "SPDXRef-Package-deb-0-g--",
            "SPDXRef-Package-apk-1-musl")
        .allSatisfy(id -> assertThat(id).matches("SPDXRef-[A-Za-z0-9.-]+"));
    assertThat(document.findValuesAsText("referenceLocator"))
        .containsExactly(
            "pkg:docker/e.org/app@1?platform=linux%2Famd64",
            "pkg:deb/debian/g%2B%2B@4:12?arch=amd64&distro=debian-13&upstream=gcc",
            "pkg:apk/debian/musl@1?arch=x86_64&distro=debian-13");
    assertThat(document.at("/packages/1/supplier").asText())
        .isEqualTo("Organization: GCC (gcc@e.org)");
    assertThat(document.at("/packages/2/licenseComments").asText())
        .isEqualTo("the package database says: MIT");
    assertThat(document.at("/packages/2").has("homepage")).isFalse();
    assertThat(document.path("relationships")).hasSize(3);
  }
}
