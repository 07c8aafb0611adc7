package dev.kaniko.ports.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContextRequestTest {

  @ParameterizedTest
  @CsvSource({
    "git://canary@host/repo.git#main, git://host/repo.git#main",
    "https://user:canary@host/a.tar.gz, https://host/a.tar.gz",
    "https://canary:@host:8443/a, https://host:8443/a",
    "https://account.blob.core.windows.net/c/b?sv=1&sig=canary,"
        + " https://account.blob.core.windows.net/c/b?…",
    "https://u:canary@h/a?X-Amz-Signature=canary#x, https://h/a?…#x",
    "https://u:canary@canary@h/a, https://h/a",
    "gs://bucket/object@1, gs://bucket/object@1",
    "dir@/with?odd#names, dir@/with?odd#names"
  })
  void a_location_is_shown_without_the_user_and_the_query(String location, String shown) {
    ContextRequest request =
        new ContextRequest(
            location, Map.of("A", "canary"), InputStream.nullInputStream(), Path.of("w"), _ -> {});
    assertThat(request.shownLocation()).isEqualTo(shown);
    assertThat(request.toString()).contains(shown).doesNotContain("canary");
  }
}
