package dev.kaniko.application.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.application.CommandSecrets;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ADD https://me:canary@example.org/r.git /r | ADD https://xxxxx@example.org/r.git /r",
        "ADD https://e.org/f?sig=canary&x=1 /f | ADD https://e.org/f?xxxxx /f",
        "curl \"https://e.org/f?sig=canary\" -o x | curl \"https://e.org/f?xxxxx\" -o x",
        "ADD https://e.org/f?sig=AB\\Ccanary /f | ADD https://e.org/f?xxxxx /f",
        "RUN echo canary-of-a-secret | RUN echo xxxxx",
        "RUN echo what? nothing | RUN echo what? nothing",
      })
  void what_opens_a_location_and_what_is_secret_is_taken_out(String text, String expected) {
    byte[] secret = "canary-of-a-secret\n".getBytes(StandardCharsets.UTF_8);
    byte[] tooShort = "o".getBytes(StandardCharsets.UTF_8);

    assertThat(
            new Redaction(new CommandSecrets(Map.of("a", secret, "b", tooShort), Map.of()))
                .of(text))
        .isEqualTo(expected);
  }
}
