package dev.kaniko.adapters.registry.testkit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.kaniko.adapters.registry.testkit.FaultServer.Asked;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The token service of a registry. Knows one account, {@link RegistryProcess#USER}, who may do
 * everything, and the refresh token {@link #REFRESH}, which stands for that account; everybody else
 * may pull.
 */
public final class TokenServer implements AutoCloseable {
  public static final String SERVICE = "test registry";
  public static final String ISSUER = "test-issuer";
  public static final String REFRESH = "refresh+me=";

  private final ObjectMapper json = new ObjectMapper();
  private final TestCertificate certificate = TestCertificate.forLocalhost();
  private final FaultServer server = new FaultServer(this::answer);
  private final AtomicInteger seconds = new AtomicInteger(300);

  public TestCertificate certificate() {
    return certificate;
  }

  public String realm() {
    return server.url("/token");
  }

  /** Requests for tokens so far. */
  public List<Asked> asked() {
    return server.asked();
  }

  /** How long the next tokens are valid. */
  public void validFor(int newSeconds) {
    seconds.set(newSeconds);
  }

  private void answer(HttpExchange exchange, Asked asked) throws IOException {
    boolean form = asked.method().equals("POST");
    String query = form ? asked.body() : exchange.getRequestURI().getRawQuery();
    boolean account = form ? values(query, "refresh_token").contains(REFRESH) : isAccount(asked);
    if (!account && (form || !asked.authorization().isEmpty())) {
      FaultServer.reply(exchange, 401, "{\"details\":\"incorrect username or password\"}");
      return;
    }
    List<String> scopes =
        values(query, "scope").stream().flatMap(it -> Arrays.stream(it.split(" "))).toList();
    String name = form ? "access_token" : "token";
    FaultServer.reply(
        exchange,
        200,
        "{\"%s\":\"%s\",\"expires_in\":%d}".formatted(name, token(scopes, account), seconds.get()),
        "Content-Type",
        "application/json");
  }

  private static boolean isAccount(Asked asked) {
    String pair = RegistryProcess.USER + ":" + RegistryProcess.PASSWORD;
    byte[] bytes = pair.getBytes(StandardCharsets.UTF_8);
    return asked.authorization().equals("Basic " + Base64.getEncoder().encodeToString(bytes));
  }

  private static List<String> values(String query, String name) {
    return Arrays.stream(query.split("&"))
        .filter(pair -> pair.startsWith(name + "="))
        .map(pair -> URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8))
        .toList();
  }

  /** A JSON web token of the kind that distribution's registry verifies. */
  private String token(List<String> scopes, boolean account) throws IOException {
    ObjectNode header = json.createObjectNode().put("typ", "JWT").put("alg", "RS256");
    ObjectNode claims = json.createObjectNode().put("iss", ISSUER).put("aud", SERVICE);
    long now = Instant.now().getEpochSecond();
    claims.put("sub", account ? RegistryProcess.USER : "").put("jti", Long.toString(now));
    claims.put("nbf", now - 10).put("iat", now).put("exp", now + seconds.get());
    for (String scope : scopes) {
      String[] parts = scope.split(":");
      ObjectNode access = claims.withArray("access").addObject();
      access.put("type", parts[0]).put("name", parts[1]);
      for (String action : parts[2].split(",")) {
        if (account || action.equals("pull")) {
          access.withArray("actions").add(action);
        }
      }
    }
    try {
      header
          .putArray("x5c")
          .add(Base64.getEncoder().encodeToString(certificate.certificate().getEncoded()));
    } catch (CertificateEncodingException e) {
      throw new IOException(e);
    }
    String signed = url(json.writeValueAsBytes(header)) + "." + url(json.writeValueAsBytes(claims));
    return signed + "." + url(signature(signed));
  }

  private byte[] signature(String text) throws IOException {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(certificate.key());
      signature.update(text.getBytes(StandardCharsets.US_ASCII));
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private static String url(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public void close() {
    server.close();
  }
}
