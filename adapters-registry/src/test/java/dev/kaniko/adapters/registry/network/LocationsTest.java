package dev.kaniko.adapters.registry.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.adapters.registry.options.Access;
import dev.kaniko.adapters.registry.options.RegistryOptions;
import dev.kaniko.adapters.registry.options.Relaxation;
import dev.kaniko.ports.failure.RegistryFailure;
import java.net.InetAddress;
import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocationsTest {
  private static final RegistryOptions STRICT = RegistryOptions.strict("test");

  @ParameterizedTest
  @CsvSource({
    // the registry, what it names, whether that is accepted
    "https://203.0.113.5, /token, true",
    "https://203.0.113.5, https://203.0.113.9/token, true",
    "https://203.0.113.5, https://10.0.0.1/token, false",
    "https://203.0.113.5, https://127.0.0.1/token, false",
    "https://203.0.113.5, https://localhost/token, false",
    "https://203.0.113.5, https://0.0.0.0/token, false",
    "https://203.0.113.5, https://[::]/token, false",
    "https://203.0.113.5, https://[::1]/token, false",
    "https://203.0.113.5, https://[::ffff:10.0.0.1]/token, false",
    "https://203.0.113.5, https://[64:ff9b::10.0.0.1]/token, false",
    "https://203.0.113.5, https://[2002:a00:1::]/token, false",
    "https://203.0.113.5, https://[fd12::1]/token, false",
    "https://203.0.113.5, https://2130706433/token, false",
    "https://203.0.113.5, https://192.168.1.1/token, false",
    "https://203.0.113.5, https://172.31.255.255/token, false",
    "https://203.0.113.5, https://172.32.0.1/token, true",
    "https://203.0.113.5, https://100.64.0.1/token, false",
    "https://203.0.113.5, http://203.0.113.9/token, false",
    "https://203.0.113.5, http://203.0.113.5/token, false",
    "https://203.0.113.5, https://203.0.113.5:8443/token, true",
    "https://10.0.0.5, https://10.0.0.1/token, true",
    "https://10.0.0.5, https://203.0.113.9/token, true",
    "https://10.0.0.5, https://169.254.169.254/token, false",
    "https://10.0.0.5, https://[fd00:ec2::254]/token, false",
    "https://10.0.0.5, https://224.0.0.1/token, false",
    "https://10.0.0.5, http://10.0.0.6/token, true",
    "http://203.0.113.5:5000, http://203.0.113.5:5001/token, true",
    "http://203.0.113.5:5000, http://203.0.113.6:5001/token, false",
    "http://203.0.113.5:5000, https://203.0.113.6/token, true",
    "https://169.254.1.1:5000, https://169.254.1.1:5000/token, true",
    "https://203.0.113.5, javascript:alert(1), false",
    "https://203.0.113.5, //203.0.113.9/token, true",
    "https://203.0.113.5, https://a b/token, false",
    "https://203.0.113.5, https:///token, false",
    "https://203.0.113.5, https://me@203.0.113.9/token, false"
  })
  void a_registry_leads_only_to_where_it_may(String registry, String location, boolean accepted) {
    Locations locations = new Locations(new Schemes(STRICT));
    URI from = URI.create(registry);

    if (accepted) {
      assertThat(locations.accept(from, location, "token service", Access.PULL).isAbsolute())
          .isTrue();
    } else {
      assertThatThrownBy(() -> locations.accept(from, location, "token service", Access.PULL))
          .isInstanceOf(RegistryFailure.class)
          .hasMessageContaining("as its token service");
    }
  }

  @Test
  void http_is_allowed_for_the_registry_and_the_direction_that_were_named_and_no_other() {
    Schemes one =
        new Schemes(STRICT.withPlainHttp(new Relaxation(false, false, Set.of("a.example:80"))));
    Schemes pushes = new Schemes(STRICT.withPlainHttp(new Relaxation(true, false, Set.of())));
    Schemes pulls = new Schemes(STRICT.withPlainHttp(new Relaxation(false, true, Set.of())));

    assertThat(one.of("a.example:80", Access.PULL)).containsExactly("https", "http");
    assertThat(one.of("a.example:80", Access.PUSH)).containsExactly("https", "http");
    assertThat(one.of("a.example", Access.PUSH)).containsExactly("https");
    assertThat(one.of("b.example:80", Access.PUSH)).containsExactly("https");
    assertThat(pushes.of("a.example", Access.PUSH)).containsExactly("https", "http");
    assertThat(pushes.of("a.example", Access.PULL)).containsExactly("https");
    assertThat(pulls.of("a.example", Access.PULL)).containsExactly("https", "http");
    assertThat(pulls.of("a.example", Access.PUSH)).containsExactly("https");
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, http https",
    "localhost:5000, http https",
    "registry.localhost, http https",
    "127.3.2.1:5000, http https",
    "[::1]:5000, http https",
    "10.1.2.3, https http",
    "172.16.0.1:5000, https http",
    "192.168.0.1, https http",
    "registry.local:5000, https http",
    "172.32.0.1, https",
    "8.8.8.8, https",
    "index.docker.io, https",
    "notlocalhost, https",
    "localhost.example, https",
    "local, https"
  })
  void plain_http_is_tried_only_near_by(String registry, String schemes) {
    assertThat(new Schemes(STRICT).of(registry, Access.PULL)).containsExactly(schemes.split(" "));
  }

  @Test
  void docker_hub_is_reached_by_another_name_than_its_own() {
    assertThat(Hosts.ofRegistry("index.docker.io")).isEqualTo("registry-1.docker.io");
    assertThat(Hosts.registryAt(URI.create("https://registry-1.docker.io/v2/")))
        .isEqualTo("index.docker.io");
    assertThat(Hosts.registryAt(URI.create("https://evildocker.io/v2/")))
        .isEqualTo("evildocker.io");
    assertThat(Hosts.ofRegistry("localhost:5000")).isEqualTo("localhost:5000");
  }

  @ParameterizedTest
  @CsvSource({
    "8.8.8.8, PUBLIC",
    "2001:4860:4860::8888, PUBLIC",
    "127.0.0.1, INTERNAL",
    "10.0.0.1, INTERNAL",
    "198.18.0.1, INTERNAL",
    "100.127.255.255, INTERNAL",
    "100.128.0.0, PUBLIC",
    "169.254.0.1, FORBIDDEN",
    "100.100.100.200, FORBIDDEN",
    "255.255.255.255, FORBIDDEN",
    "fe80::1, FORBIDDEN",
    "ff02::1, FORBIDDEN",
    "fd00:ec2::254, FORBIDDEN",
    "fd00:ec2::253, INTERNAL",
    "::169.254.169.254, FORBIDDEN",
    "64:ff9b::a9fe:a9fe, FORBIDDEN",
    "2002:a9fe:a9fe::1, FORBIDDEN"
  })
  void an_address_is_known_by_its_range(String address, Reach reach) {
    assertThat(Reach.of(InetAddress.ofLiteral(address))).isEqualTo(reach);
  }
}
