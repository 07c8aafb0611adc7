package dev.kaniko.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstalledPluginsTest {
  private static final long ROOT = 0;

  @TempDir Path temporary;
  private Path folder;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(temporary.resolve("plugins"));
  }

  @Test
  void a_jar_and_a_folder_are_told_by_what_their_manifest_says() {
    PluginJar.greeting("one").write(folder.resolve("one.jar"));
    PluginJar.greeting("two")
        .attribute("Kaniko-Registries", "two.example, *.two.example")
        .write(folder.resolve("second/plugin.jar"));
    List<InstalledPlugin> found = installed().all();
    assertThat(found).allMatch(InstalledPlugin::isUsable);
    PluginDescriptor two = found.get(1).descriptor().orElseThrow();
    assertThat(two.id()).isEqualTo("two");
    assertThat(two.version()).isEqualTo("2.1");
    assertThat(two.provider()).isEqualTo("a stranger");
    assertThat(two.contexts()).containsExactly(new LocationPattern("two://*"));
    assertThat(two.registries())
        .containsExactly(new HostPattern("two.example"), new HostPattern("*.two.example"));
    assertThat(found.get(1).place()).isEqualTo(folder.resolve("second"));
  }

  @ParameterizedTest
  @CsvSource({
    "Plugin-Requires, 1.2, made for version 1.2",
    "Plugin-Requires, 2.0, made for version 2.0",
    "Plugin-Requires, latest, its Plugin-Requires is no version",
    "Plugin-Requires, , its manifest has no Plugin-Requires",
    "Plugin-Id, , its manifest has no Plugin-Id",
    "Plugin-Id, ../up, its Plugin-Id is no name",
    "Plugin-Version, , its manifest has no Plugin-Version",
    "Plugin-Dependencies, other, Plugin-Dependencies is not supported",
    "Plugin-Class, third.Start, Plugin-Class is not supported",
    "Kaniko-Contexts, *, * does not begin with a scheme",
    "Kaniko-Contexts, , names nothing that it serves",
    "Kaniko-Registries, *.*, *.* is no pattern"
  })
  void a_descriptor_with_a_mistake_is_refused_with_the_reason(
      String attribute, String value, String reason) {
    PluginJar.greeting("bad").attribute(attribute, value).write(folder.resolve("bad.jar"));
    assertThat(refusal()).contains(reason);
  }

  @Test
  void a_plugin_without_an_index_is_refused_as_it_has_no_extension() {
    PluginJar.greeting("bare").without("META-INF/extensions.idx").write(folder.resolve("b.jar"));
    assertThat(refusal()).contains("no META-INF/extensions.idx").contains("-proc:full");
  }

  @Test
  void what_is_no_plugin_at_all_is_refused_by_its_file() throws IOException {
    Files.writeString(folder.resolve("broken.jar"), "this is no archive");
    assertThat(refusal()).contains("its jar cannot be read");
    Files.move(folder.resolve("broken.jar"), folder.resolve("README"));
    assertThat(refusal()).contains("neither a jar nor a folder with plugin.jar");
    Files.delete(folder.resolve("README"));
    Files.createDirectory(folder.resolve("empty"));
    assertThat(refusal()).contains("the folder has no plugin.jar");
  }

  @Test
  void the_first_of_two_with_one_id_counts_and_the_second_names_it() {
    PluginJar.greeting("same").write(folder.resolve("a.jar"));
    PluginJar.greeting("same").write(folder.resolve("b.jar"));
    assertThat(refusal()).isEqualTo("its id is that of " + folder.resolve("a.jar"));
    assertThat(installed().usable()).hasSize(1);
  }

  @Test
  void what_others_may_write_to_is_refused_wherever_it_is() throws IOException {
    Path jar = PluginJar.greeting("one").write(folder.resolve("one/plugin.jar"));
    for (Path open : List.of(jar, jar.getParent(), folder)) {
      permit(open, "rwxrwxr-x");
      assertThat(refusal()).contains(open + " is writable by others");
      permit(open, "rwxr-xr-x");
    }
    assertThat(installed().refused()).isEmpty();
    permit(temporary, "rwxrwxrwx");
    assertThat(refusal()).contains(temporary + ", above the folder, is writable by others");
  }

  @Test
  void what_belongs_to_another_user_is_refused() throws IOException {
    Path jar = PluginJar.greeting("one").write(folder.resolve("one.jar"));
    Files.setAttribute(jar, "unix:uid", 1234);
    assertThat(refusal()).contains(jar + " belongs to user 1234");
    assertThat(InstalledPlugins.in(List.of(folder), 1234).refused()).isEmpty();
  }

  @Test
  void a_refused_plugin_does_not_hide_one_that_is_fit() {
    PluginJar.greeting("one").attribute("Plugin-Requires", "9.0").write(folder.resolve("a.jar"));
    PluginJar.greeting("one").write(folder.resolve("b.jar"));
    assertThat(installed().usable())
        .extracting(InstalledPlugin::place)
        .containsExactly(folder.resolve("b.jar"));
  }

  @ParameterizedTest
  @CsvSource({
    "gs://*, gs://bucket/object, true",
    "gs://*, GS://bucket, true",
    "gs://*, gsx://bucket, false",
    "gs://*, gs:, false",
    "https://*.git, https://host/repo.git, true",
    "https://*.git, https://host/repo.git.zip, false",
    "https://*.git*, https://host/repo.git#main, true",
    "https://*.blob.example/*, https://account.blob.example/c/b, true",
    "https://*.blob.example/*, https://account.blob.example, false",
    "ssh://*, git@host:path, true",
    "ssh://*, /a/git@host:path, false",
    "git://*, git@host:path, false"
  })
  void a_star_of_a_location_is_any_text(String pattern, String location, boolean matches) {
    assertThat(new LocationPattern(pattern).matches(location)).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource({
    "gcr.io, gcr.io, true",
    "gcr.io, evilgcr.io, false",
    "gcr.io, gcr.io.evil.example, false",
    "gcr.io, gcr.io:443, true",
    "gcr.io, gcr.io:8443, false",
    "*.gcr.io, eu.gcr.io, true",
    "*.gcr.io, EU.gcr.io, true",
    "*.gcr.io, gcr.io, false",
    "*.gcr.io, evil.example.gcr.io, false",
    "*.azurecr.io, evilazurecr.io, false",
    "*.dkr.ecr.*.amazonaws.com, 1.dkr.ecr.eu-west-1.amazonaws.com, true",
    "*.dkr.ecr.*.amazonaws.com, 1.dkr.ecr.amazonaws.com, false",
    "*.dkr.ecr.*.amazonaws.com, 1.dkr.ecr.x.y.amazonaws.com, false",
    "localhost:*, localhost:5000, true",
    "localhost:*, localhost, true",
    "localhost:5000, localhost:5001, false"
  })
  void a_star_of_a_host_is_one_label(String pattern, String registry, boolean matches) {
    assertThat(new HostPattern(pattern).matches(registry)).isEqualTo(matches);
  }

  private InstalledPlugins installed() {
    return InstalledPlugins.in(List.of(temporary.resolve("nowhere"), folder), ROOT);
  }

  private String refusal() {
    List<InstalledPlugin> refused = installed().refused();
    assertThat(refused).hasSize(1);
    return refused.getFirst().refusal().orElseThrow();
  }

  private static void permit(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }
}
