package dev.kaniko.adapters.registry.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Base64;

/** A certificate that signs itself, and its key; made by the JDK's keytool. */
public record TestCertificate(X509Certificate certificate, PrivateKey key) {
  private static final String PASSWORD = "changeit";

  /** For {@code localhost} and 127.0.0.1; the same one each time, since keys take long to make. */
  public static TestCertificate forLocalhost() {
    return Localhost.CERTIFICATE;
  }

  private static final class Localhost {
    static final TestCertificate CERTIFICATE = make("dns:localhost,ip:127.0.0.1", "RSA");
  }

  /**
   * @param names of the server, as keytool's SAN extension has them
   * @param algorithm {@code RSA} or {@code EC}
   */
  public static TestCertificate make(String names, String algorithm) {
    try {
      Path directory = Files.createTempDirectory("certificate");
      Path store = directory.resolve("store.p12");
      run(
          Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
          "-genkeypair",
          "-alias",
          "it",
          "-keyalg",
          algorithm,
          "-dname",
          "CN=test",
          "-ext",
          "SAN=" + names,
          "-validity",
          "30",
          "-storetype",
          "PKCS12",
          "-keystore",
          store.toString(),
          "-storepass",
          PASSWORD);
      KeyStore keys = KeyStore.getInstance("PKCS12");
      try (InputStream file = Files.newInputStream(store)) {
        keys.load(file, PASSWORD.toCharArray());
      }
      Files.delete(store);
      Files.delete(directory);
      return new TestCertificate(
          (X509Certificate) keys.getCertificate("it"),
          (PrivateKey) keys.getKey("it", PASSWORD.toCharArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public String certificatePem() {
    try {
      return pem("CERTIFICATE", certificate.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As PKCS #8. */
  public String keyPem() {
    return pem("PRIVATE KEY", key.getEncoded());
  }

  private static String pem(String type, byte[] der) {
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + type + "-----\n" + lines + "\n-----END " + type + "-----\n";
  }

  private static void run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + ": " + output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public String toString() {
    return "certificate of " + certificate.getSubjectX500Principal();
  }
}
