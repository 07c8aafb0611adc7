package dev.kaniko.domain.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.domain.account.Accounts.Identity;
import dev.kaniko.domain.account.Accounts.Owner;
import dev.kaniko.domain.account.Accounts.UnknownAccount;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountsTest {
  private final Accounts accounts =
      new Accounts(
          """
          root:x:0:0:root:/root:/bin/sh
          # a comment
          broken:x:notanumber:5::/:/bin/sh
          huge:x:4294967296:5::/:/bin/sh
          app:x:1000:1001::/home/app:/bin/sh
          1234:x:77:78::/home/number:/bin/sh
          """,
          """
          root:x:0:
          app:x:1001:
          audio:x:29:someone,app
          video:x:44:app
          """);

  @ParameterizedTest
  @ValueSource(strings = {"1000", "4242:7", "0:0", ":5", "1234"})
  void numbers_own_the_same_in_every_image(String spec) {
    assertThat(Accounts.everywhere(spec)).contains(accounts.owner(spec));
  }

  @ParameterizedTest
  @ValueSource(strings = {"app", "1000:app", "app:1", "1abc", "-1", "4294967296", ":audio"})
  void names_and_what_is_no_id_are_looked_up_in_the_image(String spec) {
    assertThat(Accounts.everywhere(spec)).isEmpty();
  }

  @Test
  void no_user_is_root_with_its_home_and_without_further_groups() {
    assertThat(accounts.identity("")).isEqualTo(new Identity(0, 0, List.of(), "/root"));
    assertThat(new Accounts("", "").identity("")).isEqualTo(new Identity(0, 0, List.of(), "/"));
  }

  @Test
  void a_name_brings_its_group_its_home_and_its_supplementary_groups() {
    Identity app = new Identity(1000, 1001, List.of(29L, 44L), "/home/app");
    assertThat(accounts.identity("app")).isEqualTo(app);
    assertThat(accounts.identity("1000")).isEqualTo(app);
  }

  @Test
  void a_group_that_is_given_replaces_all_others() {
    assertThat(accounts.identity("app:audio"))
        .isEqualTo(new Identity(1000, 29, List.of(), "/home/app"));
    assertThat(accounts.identity("app:7")).isEqualTo(new Identity(1000, 7, List.of(), "/home/app"));
  }

  @Test
  void a_number_without_a_line_is_a_user_of_group_0_at_home_in_the_root() {
    assertThat(accounts.identity("4242")).isEqualTo(new Identity(4242, 0, List.of(), "/"));
  }

  @Test
  void a_number_is_an_id_even_if_a_user_has_it_for_a_name() {
    assertThat(accounts.identity("1234").uid()).isEqualTo(1234);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4294967295",
        "4294967296",
        "18446744073709551616",
        "-1",
        "+0",
        "0x0",
        "1e3",
        "00000000000",
        "broken",
        "huge",
        "nobody",
        "app:nogroup",
        "app:-1"
      })
  void what_is_no_user_is_an_error_and_never_root(String user) {
    assertThatThrownBy(() -> accounts.identity(user)).isInstanceOf(UnknownAccount.class);
  }

  @Test
  void an_owner_without_a_group_gets_the_users_group_or_the_users_number() {
    assertThat(accounts.owner("app")).isEqualTo(new Owner(1000, 1001));
    assertThat(accounts.owner("55")).isEqualTo(new Owner(55, 55));
    assertThat(accounts.owner("1000")).isEqualTo(new Owner(1000, 1000));
    assertThat(accounts.owner("app:video")).isEqualTo(new Owner(1000, 44));
    assertThat(accounts.owner("1:2")).isEqualTo(new Owner(1, 2));
    assertThat(accounts.owner(":audio")).isEqualTo(new Owner(0, 29));
  }

  @Test
  void an_unknown_owner_is_an_error_that_names_the_file_that_was_looked_in() {
    assertThatThrownBy(() -> accounts.owner("ghost"))
        .isInstanceOf(UnknownAccount.class)
        .hasMessage("no user \"ghost\" in the image's /etc/passwd");
    assertThatThrownBy(() -> accounts.owner("app:ghosts"))
        .hasMessage("no group \"ghosts\" in the image's /etc/group");
  }
}
