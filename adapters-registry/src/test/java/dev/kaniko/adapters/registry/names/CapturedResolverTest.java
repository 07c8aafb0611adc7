package dev.kaniko.adapters.registry.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver.LookupPolicy;
import java.net.spi.InetAddressResolverProvider;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CapturedResolverTest {
  private static final LookupPolicy BOTH =
      LookupPolicy.of(LookupPolicy.IPV4 | LookupPolicy.IPV6 | LookupPolicy.IPV4_FIRST);
  private static final LookupPolicy IPV6_ONLY = LookupPolicy.of(LookupPolicy.IPV6);

  private final NameServer server;

  CapturedResolverTest() throws SocketException {
    server =
        new NameServer(
            Map.of(
                "A registry.example.com.", "192.0.2.1",
                "AAAA registry.example.com.", "2001:db8::1",
                "A registry.ci.svc.cluster.local.", "192.0.2.2",
                "A registry.broken.", "fail",
                "AAAA six.example.com.", "2001:db8::6",
                "PTR 1.2.0.192.in-addr.arpa.", "registry.example.com."));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void the_jvm_takes_this_resolver_although_dnsjava_brings_one_as_well() {
    assertThat(ServiceLoader.load(InetAddressResolverProvider.class).findFirst())
        .containsInstanceOf(CapturedResolverProvider.class);
  }

  @Test
  void a_name_of_the_hosts_file_is_no_question_for_a_server() throws UnknownHostException {
    CapturedResolver resolver =
        resolver(
            """
            # 192.0.2.66 commented.out
            ::1 six.here
            192.0.2.7 \tRegistry.Example.com registry # the team's
            192.0.2.8 registry
            names.are.no.addresses registry
            """,
            "");
    assertThat(addresses(resolver, "registry.example.COM")).containsExactly("192.0.2.7");
    assertThat(addresses(resolver, "registry")).containsExactly("192.0.2.7", "192.0.2.8");
    assertThat(resolver.lookupByAddress(new byte[] {(byte) 192, 0, 2, 7}))
        .isEqualTo("Registry.Example.com");
    assertThat(server.questions()).isEmpty();
  }

  @Test
  void localhost_is_this_machine_whatever_the_files_and_servers_say() throws UnknownHostException {
    CapturedResolver resolver = resolver("", "search example.com\n");
    assertThat(addresses(resolver, "localhost")).containsExactly("127.0.0.1", "0:0:0:0:0:0:0:1");
    assertThat(addresses(resolver, "any.localhost")).hasSize(2);
    assertThat(server.questions()).isEmpty();
  }

  @Test
  void a_server_is_asked_for_both_families_and_ipv4_comes_first() throws UnknownHostException {
    CapturedResolver resolver = resolver("", "");
    assertThat(addresses(resolver, "registry.example.com"))
        .containsExactly("192.0.2.1", "2001:db8:0:0:0:0:0:1");
    assertThat(resolver.lookupByName("registry.example.com", IPV6_ONLY))
        .extracting(InetAddress::getHostAddress)
        .containsExactly("2001:db8:0:0:0:0:0:1");
    assertThat(addresses(resolver, "six.example.com")).containsExactly("2001:db8:0:0:0:0:0:6");
    assertThat(resolver.lookupByAddress(new byte[] {(byte) 192, 0, 2, 1}))
        .isEqualTo("registry.example.com");
  }

  @Test
  void addresses_know_the_name_that_was_looked_up() throws UnknownHostException {
    CapturedResolver resolver =
        resolver("192.0.2.7 registry.here\n", "search ci.svc.cluster.local\n");
    for (String name : List.of("registry.here", "localhost", "registry", "registry.example.com")) {
      assertThat(resolver.lookupByName(name, BOTH)).allMatch(a -> a.getHostName().equals(name));
    }
    assertThat(server.questions()).noneMatch(question -> question.startsWith("PTR"));
  }

  @Test
  void names_with_few_dots_are_tried_behind_the_search_domains_first() throws UnknownHostException {
    CapturedResolver resolver =
        resolver("", "search old\nsearch ci.svc.cluster.local svc.cluster.local\noptions ndots:5");
    assertThat(addresses(resolver, "registry")).containsExactly("192.0.2.2");
    assertThat(server.questions())
        .containsExactlyInAnyOrder(
            "A registry.ci.svc.cluster.local.", "AAAA registry.ci.svc.cluster.local.");
    assertThat(addresses(resolver, "registry.example.com")).startsWith("192.0.2.1");
    assertThat(server.questions()).contains("A registry.example.com.ci.svc.cluster.local.");
  }

  @Test
  void names_that_end_with_a_dot_or_have_enough_dots_are_tried_as_they_are()
      throws UnknownHostException {
    CapturedResolver resolver = resolver("", "search ci.svc.cluster.local\n");
    assertThat(addresses(resolver, "registry.example.com")).startsWith("192.0.2.1");
    assertThat(addresses(resolver, "registry.example.com.")).startsWith("192.0.2.1");
    assertThat(server.questions())
        .containsExactlyInAnyOrder("A registry.example.com.", "AAAA registry.example.com.");
  }

  @Test
  void a_failure_for_one_search_domain_does_not_hide_what_another_has()
      throws UnknownHostException {
    CapturedResolver resolver = resolver("", "search broken ci.svc.cluster.local\n");
    assertThat(addresses(resolver, "registry")).containsExactly("192.0.2.2");
  }

  @Test
  void what_nobody_knows_and_what_no_server_answers_are_told_apart() throws SocketException {
    CapturedResolver resolver = resolver("", "");
    assertThatThrownBy(() -> resolver.lookupByName("nowhere.example.com", BOTH))
        .isInstanceOf(UnknownHostException.class)
        .hasMessage("nowhere.example.com: Name or service not known");
    try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      CapturedResolver unanswered =
          new CapturedResolver(
              HostsFile.parse(""),
              ResolvConf.parse("nameserver 127.0.0.1\noptions timeout:1 attempts:1"),
              silent.getLocalPort());
      assertThatThrownBy(() -> unanswered.lookupByName("registry.example.com", BOTH))
          .isInstanceOf(UnknownHostException.class)
          .hasMessageStartingWith("registry.example.com: ")
          .hasMessageNotContaining("not known");
    }
  }

  @Test
  void settings_of_other_resolvers_are_passed_over() {
    ResolvConf settings =
        ResolvConf.parse(
            """
            ; a comment
            nameserver 192.0.2.1
            nameserver 2001:db8::1
            nameserver by.name
            nameserver 192.0.2.3
            nameserver 192.0.2.4
            search .
            sortlist 130.155.160.0/255.255.240.0
            options rotate timeout:3 ndots:x edns0
            """);
    assertThat(settings.servers())
        .isEqualTo(
            List.of(
                InetAddress.ofLiteral("192.0.2.1"),
                InetAddress.ofLiteral("2001:db8::1"),
                InetAddress.ofLiteral("192.0.2.3")));
    assertThat(settings.search()).isEmpty();
    assertThat(List.of(settings.dots(), settings.seconds(), settings.attempts()))
        .isEqualTo(List.of(1, 3, 2));
  }

  private CapturedResolver resolver(String hosts, String settings) {
    return new CapturedResolver(
        HostsFile.parse(hosts),
        ResolvConf.parse("nameserver 127.0.0.1\n" + settings),
        server.port());
  }

  private static List<String> addresses(CapturedResolver resolver, String name)
      throws UnknownHostException {
    return resolver.lookupByName(name, BOTH).map(InetAddress::getHostAddress).toList();
  }
}
