package dev.kaniko.domain.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {
  private static final String HEX =
      "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";

  @Test
  void a_digest_is_read_and_written_as_it_was() {
    assertThat(Digest.parse("sha256:" + HEX)).isEqualTo(Digest.sha256("foo"));
    assertThat(Digest.sha256("foo")).hasToString("sha256:" + HEX);
    assertThat(Digest.parse("sha512:" + HEX + HEX).hex()).hasSize(128);
  }

  /** Digests become parts of file names and of URLs. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "sha256:",
        "sha256:../../../../etc/passwd",
        "sha256:../../../../../../../../../../../../../../../../../../etc/passwd00",
        "../sha256:" + HEX,
        "sha256/..:" + HEX,
        "sha256:" + HEX + "/..",
        "sha256:" + HEX + "\n",
        "sha256:" + HEX + "00",
        "sha512:" + HEX,
        "md5:acbd18db4cc2f85cedef654fccc4a4d8",
        "SHA256:" + HEX,
        HEX
      })
  void nothing_else_is_one(String text) {
    assertThatThrownBy(() -> Digest.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void capital_letters_would_be_another_name_for_the_same_bytes() {
    assertThatThrownBy(() -> Digest.parse("sha256:" + HEX.replace('b', 'B')))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
