package dev.kaniko.domain.attestation;

/**
 * A package that a database in an image names. Its texts are untrusted, but bounded and without
 * control characters.
 *
 * @param type of its package URL: {@code deb} or {@code apk}
 * @param architecture in the distribution's words; may be empty
 * @param source the package that it was built of; may be empty
 * @param license as the database says it; may be empty
 * @param maintainer may be empty
 * @param homepage may be empty
 */
public record InstalledPackage(
    String type,
    String name,
    String version,
    String architecture,
    String source,
    String license,
    String maintainer,
    String homepage) {}
