package dev.kaniko.adapters.registry.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChallengeParserTest {

  @Test
  void a_bearer_challenge_is_read_with_commas_in_quotes() {
    assertThat(
            parse(
                "Bearer realm=\"https://auth.example/token\",service=\"r\","
                    + "scope=\"repository:a/b:pull,push\""))
        .containsExactly(
            new Challenge(
                "bearer",
                Map.of(
                    "realm",
                    "https://auth.example/token",
                    "service",
                    "r",
                    "scope",
                    "repository:a/b:pull,push")));
  }

  @Test
  void several_challenges_of_one_field_are_told_apart() {
    assertThat(parse("Negotiate, Basic realm=\"a, b\" , charset=\"UTF-8\", Bearer realm=x"))
        .containsExactly(
            new Challenge("negotiate", Map.of()),
            new Challenge("basic", Map.of("realm", "a, b", "charset", "UTF-8")),
            new Challenge("bearer", Map.of("realm", "x")));
  }

  @Test
  void several_fields_are_read_in_order() {
    assertThat(ChallengeParser.parse(List.of("Basic realm=a", "Bearer realm=b")))
        .extracting(Challenge::scheme)
        .containsExactly("basic", "bearer");
  }

  @Test
  void spaces_escapes_and_letter_case_do_not_matter() {
    assertThat(parse(" ,, BASIC  Realm = \"say \\\"hi\\\"\\\\\" ,"))
        .containsExactly(new Challenge("basic", Map.of("realm", "say \"hi\"\\")));
  }

  @Test
  void a_token_after_the_scheme_does_not_hide_what_follows() {
    assertThat(parse("Negotiate YII/abc+def==, Basic realm=\"x\""))
        .contains(new Challenge("basic", Map.of("realm", "x")));
    assertThat(parse("NTLM TlRMTVNT, Basic realm=\"x\""))
        .contains(new Challenge("basic", Map.of("realm", "x")));
  }

  @Test
  void what_is_malformed_is_passed_over() {
    assertThat(parse("{evil}, Basic realm=\"x\""))
        .containsExactly(new Challenge("basic", Map.of("realm", "x")));
    assertThat(parse("Basic realm=\"never closed"))
        .containsExactly(new Challenge("basic", Map.of("realm", "never closed")));
    assertThat(parse("")).isEmpty();
  }

  @Test
  void the_first_of_repeated_parameters_counts() {
    assertThat(parse("Bearer realm=a, realm=b"))
        .containsExactly(new Challenge("bearer", Map.of("realm", "a")));
  }

  @Test
  void a_token_is_preferred_to_a_password() {
    assertThat(ChallengeParser.best(parse("Basic realm=a, Bearer realm=b")).orElseThrow().scheme())
        .isEqualTo("bearer");
    assertThat(ChallengeParser.best(parse("Bearer service=x, Basic")).orElseThrow().scheme())
        .isEqualTo("basic");
    assertThat(ChallengeParser.best(parse("Negotiate"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void no_field_makes_the_parser_fail_or_hang(long seed) {
    Random random = new Random(seed);
    String alphabet = "aB1 ,=\"\\/{}\t;é";
    for (int round = 0; round < 20_000; round++) {
      StringBuilder field = new StringBuilder();
      for (int i = random.nextInt(30); i > 0; i--) {
        field.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      List<Challenge> challenges = parse(field.toString());
      assertThat(challenges.size()).isLessThanOrEqualTo(field.length() + 1);
    }
  }

  private static List<Challenge> parse(String field) {
    return ChallengeParser.parse(List.of(field));
  }
}
