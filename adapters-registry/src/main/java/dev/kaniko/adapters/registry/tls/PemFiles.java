package dev.kaniko.adapters.registry.tls;

import dev.kaniko.ports.failure.EnvironmentFailure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and keys in PEM, the form in which users have them. RFC 7468. */
final class PemFiles {
  private static final Pattern CERTIFICATE =
      Pattern.compile("-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----");
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN ([A-Z ]*PRIVATE KEY)-----([^-]*)-----END");

  /** DER of version 0 and the algorithm rsaEncryption, with which PKCS #8 wraps a PKCS #1 key. */
  private static final byte[] RSA_PREFIX = {
    0x02,
    0x01,
    0x00,
    0x30,
    0x0d,
    0x06,
    0x09,
    0x2a,
    (byte) 0x86,
    0x48,
    (byte) 0x86,
    (byte) 0xf7,
    0x0d,
    0x01,
    0x01,
    0x01,
    0x05,
    0x00
  };

  private PemFiles() {}

  /**
   * All the certificates of a file; what stands between them is passed over.
   *
   * @throws EnvironmentFailure when it cannot be read or has none
   */
  static List<Certificate> certificates(Path file) {
    List<Certificate> certificates = certificatesIn(read(file), file);
    if (certificates.isEmpty()) {
      throw new EnvironmentFailure(
          file + " holds no certificate", "give a PEM file with BEGIN CERTIFICATE lines");
    }
    return certificates;
  }

  /** As {@link #certificates}, for files that may be about something else. */
  static List<Certificate> certificatesIfAny(Path file) {
    return certificatesIn(read(file), file);
  }

  private static List<Certificate> certificatesIn(String text, Path file) {
    return CERTIFICATE
        .matcher(text)
        .results()
        .map(match -> certificate(match.group(), file))
        .toList();
  }

  private static Certificate certificate(String pem, Path file) {
    try {
      return CertificateFactory.getInstance("X.509")
          .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    } catch (CertificateException e) {
      throw new EnvironmentFailure(file + " holds a damaged certificate: " + e.getMessage(), e);
    }
  }

  static PrivateKey key(Path file) {
    Matcher matcher = KEY.matcher(read(file));
    if (!matcher.find()) {
      throw new EnvironmentFailure(
          file + " holds no private key", "give a PEM file with a BEGIN PRIVATE KEY line");
    }
    byte[] encoded =
        switch (matcher.group(1)) {
          case "PRIVATE KEY" -> decoded(matcher.group(2), file);
          case "RSA PRIVATE KEY" -> wrapped(decoded(matcher.group(2), file));
          default ->
              throw new EnvironmentFailure(
                  file + " holds its key as " + matcher.group(1) + ", which is not supported",
                  "convert it: openssl pkcs8 -topk8 -nocrypt -in " + file);
        };
    for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
      Optional<PrivateKey> key = key(encoded, algorithm, file);
      if (key.isPresent()) {
        return key.get();
      }
    }
    throw new EnvironmentFailure(
        file + " holds no key that TLS can use", "give an RSA, EC or Ed25519 key");
  }

  /** Empty when the key is one of another algorithm. */
  private static Optional<PrivateKey> key(byte[] pkcs8, String algorithm, Path file) {
    try {
      return Optional.of(
          KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
    } catch (InvalidKeySpecException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new EnvironmentFailure("cannot read the key in " + file, e);
    }
  }

  private static byte[] decoded(String base64, Path file) {
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new EnvironmentFailure(file + " holds a damaged key", e);
    }
  }

  private static byte[] wrapped(byte[] pkcs1) {
    return der(0x30, concatenated(RSA_PREFIX, der(0x04, pkcs1)));
  }

  /** Tag, length in two bytes, content: enough for any RSA key. */
  private static byte[] der(int tag, byte[] content) {
    byte[] head = {(byte) tag, (byte) 0x82, (byte) (content.length >> 8), (byte) content.length};
    return concatenated(head, content);
  }

  private static byte[] concatenated(byte[] first, byte[] second) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(first);
    both.writeBytes(second);
    return both.toByteArray();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new EnvironmentFailure("cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
