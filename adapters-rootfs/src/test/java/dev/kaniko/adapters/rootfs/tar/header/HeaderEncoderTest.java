package dev.kaniko.adapters.rootfs.tar.header;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.adapters.rootfs.tar.HandmadeTar;
import dev.kaniko.adapters.rootfs.tar.HandmadeTar.Header;
import dev.kaniko.adapters.rootfs.tar.TarEntry;
import dev.kaniko.domain.filesystem.FileMetadata;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HeaderEncoderTest {
  private static byte[] encoded(long size) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    FileMetadata metadata = FileMetadata.ofRoot(0644, Instant.EPOCH);
    new HeaderEncoder(out)
        .write(new TarEntry("f", TarEntry.Type.REGULAR, metadata, size, "", 0, 0));
    return out.toByteArray();
  }

  private static Header header(String name) {
    return new Header(name, '0').text(329, "0000000\0").text(337, "0000000\0");
  }

  @Test
  void files_below_eight_gibibytes_have_their_size_in_the_header() throws IOException {
    long size = (8L << 30) - 1;
    assertThat(encoded(size))
        .isEqualTo(new HandmadeTar().add(header("f").text(124, "77777777777\0")).unfinished());
  }

  @Test
  void files_of_eight_gibibytes_and_more_have_their_size_in_an_extended_header()
      throws IOException {
    byte[] expected =
        new HandmadeTar()
            .add(
                new Header("PaxHeaders.0", 'x')
                    .text(100, "0000000\0")
                    .text(329, "0000000\0")
                    .text(337, "0000000\0"),
                HandmadeTar.paxRecord("size=8589934592"))
            .add(header("f"))
            .unfinished();
    assertThat(encoded(8L << 30)).isEqualTo(expected);
  }
}
