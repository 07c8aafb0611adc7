package dev.kaniko.adapters.registry.tls;

import dev.kaniko.adapters.registry.options.ClientCertificate;
import dev.kaniko.ports.failure.EnvironmentFailure;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Makes the TLS contexts of {@link TlsChoice}s. Trust is the Java platform's, and beside it what
 * SSL_CERT_FILE and SSL_CERT_DIR name, where containers keep their authorities.
 */
public final class TlsContexts {
  private final Map<String, String> environment;

  public TlsContexts(Map<String, String> environment) {
    this.environment = environment;
  }

  public SSLContext context(TlsChoice choice) {
    try {
      return switch (choice) {
        case TlsChoice.Plain() -> new NoTls();
        case TlsChoice.Tls(boolean verified, Optional<Path> authority, var client) ->
            context(keyManagers(client), verified ? trustManager(authority) : new AnyServer());
      };
    } catch (GeneralSecurityException | IOException e) {
      throw new EnvironmentFailure("cannot set up TLS: " + e.getMessage(), e);
    }
  }

  private static SSLContext context(KeyManager[] keys, TrustManager trust)
      throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys, new TrustManager[] {trust}, null);
    return context;
  }

  private X509TrustManager trustManager(Optional<Path> authority)
      throws GeneralSecurityException, IOException {
    List<Certificate> added = new ArrayList<>(fromEnvironment());
    authority.ifPresent(file -> added.addAll(PemFiles.certificates(file)));
    X509TrustManager platform = trustManager((KeyStore) null);
    if (added.isEmpty()) {
      return platform;
    }
    added.addAll(List.of(platform.getAcceptedIssuers()));
    KeyStore all = emptyStore();
    for (Certificate certificate : added) {
      all.setCertificateEntry(UUID.randomUUID().toString(), certificate);
    }
    return trustManager(all);
  }

  private static X509TrustManager trustManager(KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager x509) {
        return x509;
      }
    }
    throw new GeneralSecurityException("the Java platform verifies no X.509 certificates");
  }

  private List<Certificate> fromEnvironment() throws IOException {
    List<Certificate> certificates = new ArrayList<>();
    String file = environment.getOrDefault("SSL_CERT_FILE", "");
    if (!file.isEmpty()) {
      certificates.addAll(PemFiles.certificates(Path.of(file)));
    }
    String directories = environment.getOrDefault("SSL_CERT_DIR", "");
    for (String directory : directories.split(File.pathSeparator)) {
      Path path = Path.of(directory);
      if (!directory.isEmpty() && Files.isDirectory(path)) {
        certificates.addAll(inDirectory(path));
      }
    }
    return certificates;
  }

  private static List<Certificate> inDirectory(Path directory) throws IOException {
    List<Certificate> certificates = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, Files::isRegularFile)) {
      for (Path file : files) {
        certificates.addAll(PemFiles.certificatesIfAny(file));
      }
    }
    return certificates;
  }

  private static KeyManager[] keyManagers(Optional<ClientCertificate> client)
      throws GeneralSecurityException, IOException {
    if (client.isEmpty()) {
      return new KeyManager[0];
    }
    KeyStore store = emptyStore();
    char[] password = new char[0];
    store.setKeyEntry(
        "client",
        PemFiles.key(client.get().key()),
        password,
        PemFiles.certificates(client.get().certificate()).toArray(new Certificate[0]));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, password);
    return factory.getKeyManagers();
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
