package dev.kaniko.adapters.rootfs.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.adapters.rootfs.linux.SystemCall.Processor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The C library's headers are the authority; the generic table is arm64's. */
class SystemCallTest {
  private static final Pattern NUMBER = Pattern.compile("#define __NR(?:3264)?_(\\w+)\\s+(\\d+)");

  @ParameterizedTest
  @EnumSource(SystemCall.class)
  void the_numbers_of_arm64_are_those_of_the_generic_table(SystemCall call) throws IOException {
    assertThat(numbers("/usr/include/asm-generic/unistd.h"))
        .containsEntry(call.name().toLowerCase(Locale.ROOT), call.number(Processor.ARM64));
  }

  @ParameterizedTest
  @EnumSource(SystemCall.class)
  void the_numbers_of_amd64_are_those_of_its_table(SystemCall call) throws IOException {
    assertThat(numbers("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"))
        .containsEntry(call.name().toLowerCase(Locale.ROOT), call.number(Processor.AMD64));
  }

  @Test
  void a_processor_whose_numbers_are_not_known_is_refused() {
    assertThatThrownBy(() -> Processor.of("riscv64"))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("riscv64");
  }

  private static Map<String, Long> numbers(String header) throws IOException {
    Map<String, Long> numbers = new HashMap<>();
    Matcher matcher = NUMBER.matcher(Files.readString(Path.of(header)));
    while (matcher.find()) {
      numbers.put(matcher.group(1), Long.valueOf(matcher.group(2)));
    }
    return numbers;
  }
}
