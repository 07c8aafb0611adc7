package dev.kaniko.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaniko.ports.context.ContextContent;
import dev.kaniko.ports.context.ContextRequest;
import dev.kaniko.ports.context.ContextSource;
import dev.kaniko.ports.credentials.Credential.UserPassword;
import dev.kaniko.ports.credentials.CredentialHelper;
import dev.kaniko.ports.failure.EnvironmentFailure;
import dev.kaniko.ports.spi.SpiVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtensionsTest {
  private static final Map<String, String> ENVIRONMENT = Map.of("WORD", "from the environment");

  @TempDir Path temporary;
  private Path folder;
  private Path index;
  private final List<String> warnings = new ArrayList<>();

  @BeforeEach
  void makeFolders() throws IOException {
    folder = Files.createDirectory(temporary.resolve("plugins"));
    index =
        Files.writeString(
            temporary.resolve("extensions.idx"),
            """
            dev.kaniko.adapters.context.DirectoryContextSource
            dev.kaniko.adapters.context.TarContextSource
            dev.kaniko.adapters.credentials.environment.GitLabCredentialHelper
            dev.kaniko.adapters.credentials.environment.EnvironmentCredentialHelper
            dev.kaniko.adapters.credentials.docker.DockerConfigCredentialHelper
            """);
  }

  @Test
  void a_plugin_serves_its_locations_and_the_executor_the_others() throws Exception {
    PluginJar.greeting("one").write(folder.resolve("one.jar"));
    PluginJar.greeting("two").write(folder.resolve("two/plugin.jar"));
    assertThat(said("one://x")).isEqualTo("hello from one");
    assertThat(said("two://x")).isEqualTo("hello from two");
    try (Extensions extensions = open()) {
      assertThat(extensions.contextSources("/here"))
          .extracting(it -> it.getClass().getSimpleName())
          .containsExactly("DirectoryContextSource", "TarContextSource");
    }
  }

  @Test
  void a_plugin_with_copies_of_our_interface_and_of_other_versions_of_our_libraries_works()
      throws Exception {
    String mapper = "com.fasterxml.jackson.databind.ObjectMapper";
    PluginJar.greeting("own")
        .source(
            mapper,
            "package com.fasterxml.jackson.databind; public class ObjectMapper {"
                + " public String toString() { return \"Jackson of the plugin\"; } }")
        .source("third.own", PluginJar.greetingSource("own", "new " + mapper + "().toString()"))
        .entry("dev/kaniko/ports/context/ContextSource.class", "a copy that would break it")
        .entry("org/slf4j/Logger.class", "another")
        .write(folder.resolve("own.jar"));
    assertThat(said("own://")).isEqualTo("Jackson of the plugin");
  }

  @Test
  void libraries_of_a_folder_are_the_plugins_own() throws Exception {
    PluginJar.greeting("unused")
        .source(
            "library.Greeting",
            "package library; public class Greeting {"
                + " public static final String TEXT = new String(\"from a library\"); }")
        .write(temporary.resolve("built/lib.jar"));
    Path place = folder.resolve("split");
    Files.createDirectories(place.resolve("lib"));
    Files.move(temporary.resolve("built/lib.jar"), place.resolve("lib/library.jar"));
    PluginJar.greeting("split")
        .source(
            "library.Greeting",
            "package library; public class Greeting {"
                + " public static final String TEXT = new String(\"of the compiler\"); }")
        .source("third.split", PluginJar.greetingSource("split", "library.Greeting.TEXT"))
        .write(place.resolve("plugin.jar"));
    remove(place.resolve("plugin.jar"), "library/Greeting.class");
    assertThat(said("split://")).isEqualTo("from a library");
  }

  @Test
  void a_plugin_does_not_see_the_executors_libraries() {
    PluginJar.greeting("leaning")
        .source(
            "third.leaning",
            PluginJar.greetingSource(
                "leaning", "new com.fasterxml.jackson.databind.json.JsonMapper().toString()"))
        .write(folder.resolve("leaning.jar"));
    assertThatThrownBy(() -> said("leaning://"))
        .isInstanceOf(EnvironmentFailure.class)
        .hasMessageContaining("the plugin leaning failed")
        .hasMessageContaining("JsonMapper");
  }

  @Test
  void classes_are_loaded_only_when_their_location_is_asked_for() throws Exception {
    String text = PluginJar.greetingSource("broken", "\"\"");
    PluginJar.greeting("broken")
        .source("third.broken", text)
        .entry("third/broken.class", "no class")
        .write(folder.resolve("broken.jar"));
    PluginJar.greeting("one").write(folder.resolve("one.jar"));
    assertThat(said("one://x")).isEqualTo("hello from one");
    assertThat(warnings).isEmpty();
    assertThatThrownBy(() -> said("broken://x"))
        .isInstanceOf(EnvironmentFailure.class)
        .hasMessageContaining("the plugin broken (" + folder.resolve("broken.jar") + ")")
        .hasMessageContaining("its class third.broken cannot be loaded");
  }

  @Test
  void an_index_that_names_what_is_not_there_fails_with_the_name() {
    PluginJar.greeting("gone").index("third.elsewhere").write(folder.resolve("gone.jar"));
    assertThatThrownBy(() -> said("gone://x"))
        .hasMessageContaining("its class third.elsewhere cannot be loaded");
  }

  @Test
  void a_refused_plugin_is_told_by_name_and_stops_only_the_build_that_needs_it() throws Exception {
    PluginJar.greeting("new")
        .attribute("Plugin-Requires", "1.7")
        .source("third.new", "")
        .source("third.Any", PluginJar.greetingSource("Any", "\"\""))
        .write(folder.resolve("n.jar"));
    PluginJar.greeting("one").write(folder.resolve("one.jar"));
    assertThat(said("one://x")).isEqualTo("hello from one");
    assertThat(warnings)
        .containsExactly(
            "the plugin new is not used: it was made for version 1.7 of the plugin interface, and"
                + " this executor has "
                + SpiVersion.CURRENT
                + " ("
                + folder.resolve("n.jar")
                + ")");
    assertThatThrownBy(() -> said("new://x"))
        .isInstanceOf(EnvironmentFailure.class)
        .hasMessageContaining("the plugin new, which serves this build context, was refused");
  }

  @Test
  void a_plugin_that_changed_since_the_start_is_not_loaded() {
    Path jar = PluginJar.greeting("one").write(folder.resolve("one.jar"));
    try (Extensions extensions = open()) {
      PluginJar.greeting("one").attribute("Plugin-Version", "evil").write(jar);
      assertThatThrownBy(() -> extensions.contextSources("one://x"))
          .isInstanceOf(EnvironmentFailure.class)
          .hasMessageContaining("the plugin one")
          .hasMessageContaining("was changed since the build began");
    }
  }

  @Test
  void an_extension_is_given_the_environment_and_its_own_classes_by_the_thread() throws Exception {
    PluginJar.greeting("asking")
        .source(
            "third.asking",
            """
            package third;
            import dev.kaniko.ports.context.*;
            import java.nio.file.*;
            public class asking implements ContextSource {
              private final String word;
              public asking(java.util.Map<String, String> environment) {
                word = environment.get("WORD");
              }
              public boolean serves(String location) { return true; }
              public ContextContent fetch(ContextRequest request) throws java.io.IOException {
                boolean own = Thread.currentThread().getContextClassLoader()
                    == getClass().getClassLoader();
                Files.writeString(request.workDirectory().resolve("said"), word + " " + own);
                return new ContextContent.Directory(request.workDirectory());
              }
            }
            """)
        .write(folder.resolve("asking.jar"));
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    assertThat(said("asking://")).isEqualTo("from the environment true");
    assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
  }

  @Test
  void credentials_of_a_plugin_are_asked_for_only_for_its_registries() throws IOException {
    PluginJar.greeting("keys")
        .attribute("Kaniko-Registries", "*.keys.example")
        .source(
            "third.keys",
            """
            package third;
            import dev.kaniko.ports.credentials.*;
            import java.util.Optional;
            public class keys implements CredentialHelper {
              public Optional<Credential> credentialFor(String registry, String repository) {
                if (registry.startsWith("bad")) throw new IllegalStateException("canary");
                return registry.startsWith("no") ? null
                    : Optional.of(new Credential.UserPassword(registry, repository));
              }
              public String source() { return "the keys"; }
            }
            """)
        .write(folder.resolve("keys.jar"));
    try (Extensions extensions = open()) {
      CredentialHelper helper = extensions.credentialHelpers(_ -> true).getLast();
      assertThat(helper.credentialFor("other.example", "a")).isEmpty();
      assertThat(helper.source()).isEqualTo("any plugin");
      assertThat(helper.credentialFor("a.keys.example", "team/app"))
          .isEqualTo(Optional.of(new UserPassword("a.keys.example", "team/app")));
      assertThat(helper.source()).isEqualTo("the keys (plugin keys)");
      assertThatThrownBy(() -> helper.credentialFor("bad.keys.example", "a"))
          .isInstanceOf(IOException.class)
          .hasMessage("the plugin keys failed: java.lang.IllegalStateException");
      assertThatThrownBy(() -> helper.credentialFor("no.keys.example", "a"))
          .hasMessageContaining("the plugin keys failed");
    }
  }

  @Test
  void the_users_own_configuration_is_asked_before_the_environment_and_plugins_last() {
    try (Extensions extensions = open()) {
      assertThat(extensions.credentialHelpers(_ -> true))
          .extracting(it -> it.getClass().getSimpleName())
          .containsExactly(
              "DockerConfigCredentialHelper",
              "EnvironmentCredentialHelper",
              "GitLabCredentialHelper",
              "PluginCredentialHelper");
    }
  }

  private Extensions open() {
    return new Extensions(
        index, InstalledPlugins.in(List.of(folder), 0), ENVIRONMENT, warnings::add);
  }

  /** What the context at a location says. */
  private String said(String location) throws Exception {
    warnings.clear();
    Path work = Files.createTempDirectory(temporary, "work");
    try (Extensions extensions = open()) {
      ContextSource source = extensions.contextSources(location).getFirst();
      assertThat(source.serves(location)).isTrue();
      ContextRequest request =
          new ContextRequest(location, Map.of(), InputStream.nullInputStream(), work, _ -> {});
      return switch (source.fetch(request)) {
        case ContextContent.Directory(Path directory) ->
            Files.readString(directory.resolve("said"));
        case ContextContent.Archive _ -> throw new AssertionError("an archive");
      };
    }
  }

  private static void remove(Path jar, String entry) throws IOException {
    try (var files = FileSystems.newFileSystem(jar)) {
      Files.delete(files.getPath(entry));
    }
  }
}
