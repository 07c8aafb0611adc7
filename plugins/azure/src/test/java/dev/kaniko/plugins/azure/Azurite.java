package dev.kaniko.plugins.azure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Microsoft's own emulator of the blob storage, from npm, by TLS and under the name that an account
 * has at Azure's. Signatures here are made by this class alone, so that the plugin's are checked by
 * nothing of its own.
 */
final class Azurite implements AutoCloseable {
  static final String ACCOUNT = "devstoreaccount1";

  /** As documented: every Azurite has this account and this key. */
  static final String KEY =
      "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

  /** The last that Debian's node can run. */
  private static final String VERSION = "3.35.0";

  private static final String HOST = ACCOUNT + ".blob.core.windows.net";
  private static final Pattern LISTENS =
      Pattern.compile("listens on https://127\\.0\\.0\\.1:(\\d+)");

  private final Process process;
  private final int port;
  private final SSLContext trust;

  private Azurite(Process process, int port, SSLContext trust) {
    this.process = process;
    this.port = port;
    this.trust = trust;
  }

  /**
   * @param folder for its certificate and its data
   */
  static Azurite start(Path folder) throws Exception {
    Path program = installed();
    run(
        folder,
        ("openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=azurite -keyout key.pem -out"
                + " cert.pem -addext subjectAltName=DNS:*.blob.core.windows.net")
            .split(" "));
    Process process =
        new ProcessBuilder(
                "node",
                program.toString(),
                "--blobHost=127.0.0.1",
                "--blobPort=0",
                "--location=" + folder,
                "--cert=" + folder.resolve("cert.pem"),
                "--key=" + folder.resolve("key.pem"),
                "--oauth=basic",
                "--disableTelemetry")
            .redirectErrorStream(true)
            .start();
    return new Azurite(process, portOf(process), trust(folder.resolve("cert.pem")));
  }

  private static Path installed() throws IOException, InterruptedException {
    Path folder = Files.createDirectories(Path.of("target/azurite-" + VERSION).toAbsolutePath());
    Path program = folder.resolve("node_modules/azurite/dist/src/blob/main.js");
    if (!Files.exists(program)) {
      run(
          folder,
          "npm",
          "install",
          "--no-audit",
          "--no-fund",
          "--no-save",
          "--ignore-scripts",
          "--prefer-offline",
          "--prefix=" + folder,
          "azurite@" + VERSION);
    }
    return program;
  }

  private static void run(Path folder, String... command) throws IOException, InterruptedException {
    Path log = folder.resolve("log");
    int status =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor();
    assertThat(status).as("%s: %s", Arrays.toString(command), Files.readString(log)).isZero();
  }

  private static int portOf(Process process) throws IOException {
    List<String> said = new ArrayList<>();
    BufferedReader output = process.inputReader();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      said.add(line);
      Matcher listens = LISTENS.matcher(line);
      if (listens.find()) {
        return Integer.parseInt(listens.group(1));
      }
    }
    throw new AssertionError("Azurite did not start: " + said);
  }

  private static SSLContext trust(Path certificate) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream in = Files.newInputStream(certificate)) {
      store.setCertificateEntry(
          "azurite", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  int port() {
    return port;
  }

  SSLContext trust() {
    return trust;
  }

  String location(String path) {
    return location(port, path);
  }

  static String location(int port, String path) {
    return "https://" + HOST + ":" + port + "/" + path;
  }

  /**
   * The query of a signature for the whole account.
   *
   * @param permissions {@code r} for reading
   * @see <a href="https://learn.microsoft.com/rest/api/storageservices/create-account-sas">Create
   *     an account SAS</a>
   */
  static String signature(String permissions, Instant expiry) throws GeneralSecurityException {
    String end = expiry.truncatedTo(ChronoUnit.SECONDS).toString();
    String text =
        String.join("\n", ACCOUNT, permissions, "b", "sco", "", end, "", "https", "2019-12-12", "");
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(Base64.getDecoder().decode(KEY), "HmacSHA256"));
    String signature =
        Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    return "sv=2019-12-12&ss=b&srt=sco&spr=https&sp=%s&se=%s&sig=%s"
        .formatted(permissions, end, URLEncoder.encode(signature, StandardCharsets.UTF_8));
  }

  void makeContainer(String name) throws Exception {
    put(name + "?restype=container&", HttpRequest.newBuilder().PUT(BodyPublishers.noBody()));
  }

  void put(String container, String blob, byte[] content) throws Exception {
    put(
        container + "/" + blob + "?",
        HttpRequest.newBuilder()
            .header("x-ms-blob-type", "BlockBlob")
            .PUT(BodyPublishers.ofByteArray(content)));
  }

  private void put(String path, HttpRequest.Builder request) throws Exception {
    String sas = signature("rwc", Instant.now().plus(1, ChronoUnit.HOURS));
    try (HttpClient client = HttpClient.newBuilder().sslContext(trust).build()) {
      var answer =
          client.send(
              request.uri(URI.create(location(path) + sas)).build(), BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
