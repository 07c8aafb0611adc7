package dev.kaniko.ports.layer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.domain.image.Digest;
import dev.kaniko.ports.failure.UnsafeContentFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class VerifiedInputStreamTest {
  private static final byte[] CONTENT = "the bytes of a layer".getBytes(UTF_8);
  private static final Digest DIGEST = Digest.sha256(CONTENT);

  private static InputStream stream(String bytes, long size) {
    return new VerifiedInputStream(new ByteArrayInputStream(bytes.getBytes(UTF_8)), DIGEST, size);
  }

  @Test
  void right_bytes_pass_unchanged_in_every_way_of_reading() throws IOException {
    try (InputStream whole = stream("the bytes of a layer", CONTENT.length)) {
      assertThat(whole.readAllBytes()).isEqualTo(CONTENT);
      assertThat(whole.read()).isEqualTo(-1);
    }
    try (InputStream single = stream("the bytes of a layer", CONTENT.length)) {
      assertThat(single.read()).isEqualTo('t');
      single.skipNBytes(3);
      assertThat(single.read()).isEqualTo('b');
      assertThat(single.readAllBytes()).hasSize(CONTENT.length - 5);
    }
  }

  @Test
  void one_changed_byte_is_refused_before_the_last_bytes_are_handed_out() {
    byte[] buffer = new byte[CONTENT.length];
    assertThatThrownBy(() -> stream("the bytes of a lager", CONTENT.length).read(buffer))
        .isInstanceOf(UnsafeContentFailure.class)
        .hasMessageContaining(DIGEST.toString());
  }

  @Test
  void a_stream_that_ends_early_is_refused() {
    assertThatThrownBy(() -> stream("the bytes", CONTENT.length).readAllBytes())
        .isInstanceOf(UnsafeContentFailure.class)
        .hasMessageContaining("ends after 9 of the 20 bytes");
  }

  @Test
  void bytes_after_the_announced_size_are_refused() throws IOException {
    try (InputStream in = stream("the bytes of a layer and more", CONTENT.length)) {
      assertThat(in.readNBytes(CONTENT.length)).isEqualTo(CONTENT);
      assertThatThrownBy(in::read)
          .isInstanceOf(UnsafeContentFailure.class)
          .hasMessageContaining("more bytes than the 20");
    }
  }

  @Test
  void empty_content_is_checked_too() {
    assertThatThrownBy(() -> stream("", 0).read()).isInstanceOf(UnsafeContentFailure.class);
  }

  @Test
  void without_a_size_the_digest_alone_decides_at_the_end() throws IOException {
    Digest sha512 =
        Digest.parse(
            "sha512:cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0"
                + "ff8318d2877eec2f63b931bd47417a81a538327af927da3e");
    InputStream empty =
        new VerifiedInputStream(
            InputStream.nullInputStream(), sha512, OptionalLong.empty(), "nothing");
    assertThat(empty.read()).isEqualTo(-1);

    InputStream wrong =
        new VerifiedInputStream(
            new ByteArrayInputStream(CONTENT), sha512, OptionalLong.empty(), "diffID of a layer");
    assertThatThrownBy(wrong::readAllBytes)
        .isInstanceOf(UnsafeContentFailure.class)
        .hasMessageStartingWith("diffID of a layer: ");
  }
}
