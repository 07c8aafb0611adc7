package dev.kaniko.adapters.registry.options;

import java.nio.file.Path;

/**
 * Who this client is in TLS. Both files are PEM; the key is not encrypted.
 *
 * @param certificate the chain, the client's own certificate first
 * @param key as PKCS #8, or PKCS #1 for RSA
 */
public record ClientCertificate(Path certificate, Path key) {

  /**
   * Reads {@code certificate,key}, the form of {@code --registry-client-cert}.
   *
   * @throws IllegalArgumentException with a sentence for the user for anything else
   */
  public static ClientCertificate parse(String text) {
    String[] files = text.split(",", -1);
    if (files.length != 2 || files[0].isBlank() || files[1].isBlank()) {
      throw new IllegalArgumentException(
          "invalid client certificate \"" + text + "\": expected CERTIFICATE_FILE,KEY_FILE");
    }
    return new ClientCertificate(Path.of(files[0].strip()), Path.of(files[1].strip()));
  }
}
