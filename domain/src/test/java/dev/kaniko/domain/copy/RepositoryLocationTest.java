package dev.kaniko.domain.copy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryLocationTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://host/a.git",
        "HTTPS://host/a.git#main:sub",
        "http://host/a.git?branch=main",
        "git://host/a",
        "ssh://git@host:2222/~/a",
        "git@host:a/b",
        "git@host:/a/b.git#v1"
      })
  void a_repository_is_told_by_its_form(String text) {
    assertThat(RepositoryLocation.of(text)).get().hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.git",
        "./git@host:a",
        "https://host/a.tar.gz",
        "https://host/a.tar.gz?x=.git",
        "https://host/a.git.txt#x.git",
        "-o@host:a",
        "ftp://host/a.git",
        "https:a.git",
        ""
      })
  void anything_else_is_none(String text) {
    assertThat(RepositoryLocation.of(text)).isEmpty();
  }

  @Test
  void what_is_added_goes_into_the_query() {
    RepositoryLocation plain = RepositoryLocation.of("git@host:a#main:sub").orElseThrow();
    assertThat(plain.with("keep-git-dir", "true").with("ref", "a&b"))
        .hasToString("git@host:a?keep-git-dir=true&ref=a%26b#main:sub");
    assertThat(plain.says("ref")).isFalse();
    RepositoryLocation asked = RepositoryLocation.of("git@host:a?x&ref=1").orElseThrow();
    assertThat(asked.says("ref")).isTrue();
    assertThat(asked.says("x")).isTrue();
    assertThat(asked.says("re")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "https://Host:8443/a.git, host:8443",
    "git://token@host/a, host",
    "https://host@evil.example/a.git, evil.example",
    "ssh://git@host/a, host",
    "git@host:a, host"
  })
  void the_server_is_what_a_request_goes_to(String text, String server) {
    assertThat(RepositoryLocation.of(text).orElseThrow().server()).isEqualTo(server);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "ADD https://u:canary@host/r.git /d, ADD https://xxxxx@host/r.git /d",
        "ADD git://canary@host/r http://canary@host/f /d,"
            + " ADD git://xxxxx@host/r http://xxxxx@host/f /d",
        "ADD ssh://git@host/r git@host:r /d, ADD ssh://git@host/r git@host:r /d",
        "ADD ssh://git:canary@host/r /d, ADD ssh://git:xxxxx@host/r /d",
        "RUN psql postgres://u:canary@db/x, RUN psql postgres://xxxxx@db/x",
        "RUN curl ftp://f:canary@host //u:canary@host/, RUN curl ftp://xxxxx@host //xxxxx@host/",
        "RUN curl https://u:can@ary@host/, RUN curl https://xxxxx@host/",
        "RUN curl https://u%40x:p'canary@host/, RUN curl https://xxxxx@host/",
        "RUN npm i https://host/@scope/a && a@b, RUN npm i https://host/@scope/a && a@b",
        "RUN curl https://host/@scope/a, RUN curl https://host/@scope/a"
      })
  void credentials_are_taken_out_of_a_text(String text, String shown) {
    assertThat(RepositoryLocation.withoutCredentials(text)).isEqualTo(shown);
  }
}
