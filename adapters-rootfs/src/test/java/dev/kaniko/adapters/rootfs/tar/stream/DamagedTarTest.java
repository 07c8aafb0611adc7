package dev.kaniko.adapters.rootfs.tar.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.adapters.rootfs.tar.HandmadeTar;
import dev.kaniko.adapters.rootfs.tar.MalformedTar;
import dev.kaniko.adapters.rootfs.tar.RandomTars;
import dev.kaniko.adapters.rootfs.tar.ReadTar;
import dev.kaniko.adapters.rootfs.tar.TarEntry;
import dev.kaniko.adapters.rootfs.tar.TarLimits;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DamagedTarTest {
  private static final TarLimits LIMITS = new TarLimits(1 << 16, 4096, 1000, 1 << 24);

  private static byte[] tar(long seed) throws IOException {
    RandomTars random = new RandomTars(seed);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TarWriter writer = new TarWriter(out);
    for (int i = 0; i < 12; i++) {
      TarEntry entry = random.entry();
      byte[] content = random.content(entry.size()).getBytes(ISO_8859_1);
      writer.write(entry, new ByteArrayInputStream(content));
    }
    out.writeBytes(
        new HandmadeTar()
            .pax('g', "comment=x")
            .gnuLong('L', "long".repeat(100))
            .pax('x', "GNU.sparse.major=1", "GNU.sparse.minor=0", "GNU.sparse.realsize=5000")
            .file("sparse", "2\n100\n3\n4000\n1\n" + "\0".repeat(512 - 15) + "abcd")
            .unfinished());
    writer.finish();
    return out.toByteArray();
  }

  /**
   * @return whether it was read without complaint
   */
  private static boolean isRead(byte[] tar) throws IOException {
    try {
      ReadTar.of(tar, LIMITS);
      return true;
    } catch (MalformedTar _) {
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void a_tar_cut_off_at_any_place_ends_in_an_error_or_at_an_entry(long seed) throws IOException {
    byte[] tar = tar(seed);
    assertThat(isRead(tar)).isTrue();
    Random random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      int length = random.nextInt(tar.length);
      boolean read = isRead(Arrays.copyOf(tar, length));
      assertThat(read && length % 512 != 0).as("cut at %d", length).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void changed_bytes_are_read_or_refused_but_never_worse(long seed) throws IOException {
    byte[] tar = tar(seed);
    Random random = new Random(seed);
    int refused = 0;
    for (int i = 0; i < 4000; i++) {
      byte[] changed = tar.clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      }
      refused += isRead(changed) ? 0 : 1;
    }
    assertThat(refused).isPositive();
  }

  /** So that the changes come through to what is behind the checksum. */
  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18})
  void changed_bytes_under_a_right_checksum_are_read_or_refused_but_never_worse(long seed)
      throws IOException {
    byte[] tar = tar(seed);
    Random random = new Random(seed);
    int refused = 0;
    for (int i = 0; i < 4000; i++) {
      byte[] changed = tar.clone();
      int block = random.nextInt(changed.length / 512) * 512;
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        int digitOrAny = random.nextBoolean() ? '0' + random.nextInt(10) : random.nextInt(256);
        changed[block + random.nextInt(512)] = (byte) digitOrAny;
      }
      sign(changed, block);
      refused += isRead(changed) ? 0 : 1;
    }
    assertThat(refused).isPositive();
  }

  private static void sign(byte[] tar, int block) {
    Arrays.fill(tar, block + 148, block + 156, (byte) ' ');
    int sum = 0;
    for (int i = block; i < block + 512; i++) {
      sum += tar[i] & 0xff;
    }
    byte[] digits = String.format("%06o\0", sum).getBytes(ISO_8859_1);
    System.arraycopy(digits, 0, tar, block + 148, digits.length);
  }
}
