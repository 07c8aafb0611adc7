package dev.kaniko.adapters.registry.attestation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaniko.domain.attestation.BillOfMaterials;
import dev.kaniko.domain.attestation.Distribution;
import dev.kaniko.domain.attestation.InstalledPackage;
import dev.kaniko.domain.attestation.PackageUrl;
import dev.kaniko.domain.image.Digest;
import dev.kaniko.ports.registry.Attestation;
import java.time.temporal.ChronoUnit;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes an SPDX document. Spec: spdx.github.io/spdx-spec/v2.3. */
final class SpdxWriter {
  static final String PREDICATE = "https://spdx.dev/Document";

  private static final String DOCUMENT = "SPDXRef-DOCUMENT";
  private static final String IMAGE = "SPDXRef-Image";
  private static final String UNKNOWN = "NOASSERTION";

  private SpdxWriter() {}

  static ObjectNode write(BillOfMaterials bill, Attestation about) {
    Digest digest = about.image().descriptor().digest();
    String name = about.names().isEmpty() ? digest.toString() : about.names().getFirst().toString();
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("spdxVersion", "SPDX-2.3");
    document.put("dataLicense", "CC0-1.0");
    document.put("SPDXID", DOCUMENT);
    document.put("name", name);
    document.put("documentNamespace", "https://spdx.org/spdxdocs/kaniko-jvm-image-" + digest.hex());
    ObjectNode creation = document.putObject("creationInfo");
    creation.put("created", about.created().truncatedTo(ChronoUnit.SECONDS).toString());
    creation.putArray("creators").add("Tool: kaniko-jvm");
    if (!bill.notices().isEmpty()) {
      document.put("comment", String.join(" ", bill.notices()));
    }
    ArrayNode packages = document.putArray("packages");
    ArrayNode relationships = document.putArray("relationships");
    addImage(packages.addObject(), name, about);
    relate(relationships.addObject(), DOCUMENT, "DESCRIBES", IMAGE);
    int number = 0;
    for (InstalledPackage installed : bill.packages()) {
      String id =
          "SPDXRef-Package-%s-%d-%s"
              .formatted(
                  installed.type(), number++, installed.name().replaceAll("[^A-Za-z0-9.-]", "-"));
      add(packages.addObject(), id, installed, bill.distribution());
      relate(relationships.addObject(), IMAGE, "CONTAINS", id);
    }
    return document;
  }

  private static void addImage(ObjectNode node, String name, Attestation about) {
    Digest digest = about.image().descriptor().digest();
    begin(node, IMAGE, name, digest.toString());
    node.put("primaryPackagePurpose", "CONTAINER");
    node.put("supplier", UNKNOWN);
    ObjectNode checksum = node.putArray("checksums").addObject();
    checksum.put("algorithm", "SHA256");
    checksum.put("checksumValue", digest.hex());
    if (!about.names().isEmpty()) {
      addUrl(node, PackageUrl.of(about.names().getFirst(), about.platform()));
    }
  }

  private static void add(
      ObjectNode node, String id, InstalledPackage installed, Distribution distribution) {
    begin(node, id, installed.name(), installed.version());
    node.put(
        "supplier",
        installed.maintainer().isEmpty()
            ? UNKNOWN
            : "Organization: " + installed.maintainer().replaceAll("<([^<>]*)>", "($1)"));
    if (!installed.homepage().isEmpty() && installed.homepage().matches("https?://\\S+")) {
      node.put("homepage", installed.homepage());
    }
    if (!installed.license().isEmpty()) {
      // Not all that databases say is an expression of SPDX, which a declared licence has to be.
      node.put("licenseComments", "the package database says: " + installed.license());
    }
    if (!installed.source().isEmpty()) {
      node.put("sourceInfo", "built from the source package " + installed.source());
    }
    SortedMap<String, String> qualifiers = new TreeMap<>();
    qualifiers.put("arch", installed.architecture());
    qualifiers.put("distro", distro(distribution));
    qualifiers.put("upstream", installed.source());
    String namespace = distribution.id().isEmpty() ? "" : distribution.id() + "/";
    addUrl(
        node,
        PackageUrl.of(
            installed.type(), namespace + installed.name(), installed.version(), qualifiers));
  }

  private static String distro(Distribution distribution) {
    return distribution.version().isEmpty()
        ? distribution.id()
        : distribution.id() + "-" + distribution.version();
  }

  private static void begin(ObjectNode node, String id, String name, String version) {
    node.put("SPDXID", id);
    node.put("name", name);
    if (!version.isEmpty()) {
      node.put("versionInfo", version);
    }
    node.put("downloadLocation", UNKNOWN);
    node.put("filesAnalyzed", false);
    node.put("licenseConcluded", UNKNOWN);
    node.put("licenseDeclared", UNKNOWN);
    node.put("copyrightText", UNKNOWN);
  }

  private static void addUrl(ObjectNode node, String url) {
    ObjectNode reference = node.putArray("externalRefs").addObject();
    reference.put("referenceCategory", "PACKAGE-MANAGER");
    reference.put("referenceType", "purl");
    reference.put("referenceLocator", url);
  }

  private static void relate(ObjectNode node, String from, String how, String to) {
    node.put("spdxElementId", from);
    node.put("relationshipType", how);
    node.put("relatedSpdxElement", to);
  }
}
