package dev.kaniko.adapters.registry.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.ports.failure.EnvironmentFailure;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentProxiesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // NO_PROXY | where to | through the proxy?
        "             | https://a.example/       | true",
        "*            | https://a.example/       | false",
        "a.example    | https://a.example/       | false",
        "A.EXAMPLE    | https://a.example/       | false",
        "a.example    | https://b.a.example/     | false",
        "a.example    | https://ba.example/      | true",
        ".example     | https://a.example/       | false",
        ".a.example   | https://a.example/       | true",
        "*.example    | https://a.example/       | false",
        "x, a.example | https://a.example/       | false",
        "a.example:443| https://a.example/       | false",
        "a.example:80 | https://a.example/       | true",
        "a.example:8443| https://a.example:8443/ | false",
        "10.0.0.0/8   | https://10.9.8.7/        | false",
        "10.0.0.0/8   | https://11.9.8.7/        | true",
        "10.9.8.7     | https://10.9.8.7:5000/   | false",
        "fd00::/8     | https://[fd12::1]/       | false",
        "fd00::/8     | https://[fe12::1]/       | true",
        "10.0.0.0/99x | https://10.9.8.7/        | true",
        "             | https://localhost:5000/  | false",
        "             | http://127.0.0.1:5000/   | false"
      })
  void exceptions_are_read_as_go_reads_them(String exceptions, URI uri, boolean proxied) {
    EnvironmentProxies proxies =
        new EnvironmentProxies(
            Map.of(
                "HTTPS_PROXY",
                "http://proxy.example:3128",
                "NO_PROXY",
                exceptions == null ? "" : exceptions));

    assertThat(proxies.select(uri).getFirst().type())
        .isEqualTo(proxied ? Proxy.Type.HTTP : Proxy.Type.DIRECT);
  }

  @Test
  void each_scheme_has_its_own_proxy_in_capitals_or_not() {
    EnvironmentProxies proxies =
        new EnvironmentProxies(
            Map.of("https_proxy", "tls.example:1", "HTTP_PROXY", "http://plain"));

    assertThat(address(proxies, "https://a.example/")).hasToString("tls.example/<unresolved>:1");
    assertThat(address(proxies, "http://a.example/")).hasToString("plain/<unresolved>:80");
  }

  @Test
  void a_user_of_the_proxys_url_is_shown_to_it() {
    EnvironmentProxies proxies =
        new EnvironmentProxies(Map.of("http_proxy", "http://me:p%40w@proxy.example:3128"));

    assertThat(proxies.authorization(URI.create("http://a.example/"))).contains("Basic bWU6cEB3");
    assertThat(proxies.authorization(URI.create("http://localhost/"))).isEmpty();
  }

  @Test
  void a_user_that_java_would_hold_back_is_refused_with_the_way_out() {
    EnvironmentProxies proxies =
        new EnvironmentProxies(Map.of("https_proxy", "http://me:secret@proxy.example:3128"));

    assertThatThrownBy(() -> proxies.authorization(URI.create("https://a.example/")))
        .isInstanceOf(EnvironmentFailure.class)
        .message()
        .doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "socks5://me:secret@p:1080",
        "https://me:secret@p",
        "http://me:secret@",
        "http://a b"
      })
  void a_proxy_that_cannot_be_used_is_refused_without_its_password(String url) {
    EnvironmentProxies proxies = new EnvironmentProxies(Map.of("https_proxy", url));

    assertThatThrownBy(() -> proxies.select(URI.create("https://a.example/")))
        .isInstanceOf(EnvironmentFailure.class)
        .hasMessage("the proxy that HTTPS_PROXY or HTTP_PROXY names cannot be used");
  }

  private static InetSocketAddress address(EnvironmentProxies proxies, String uri) {
    return (InetSocketAddress) proxies.select(URI.create(uri)).getFirst().address();
  }
}
