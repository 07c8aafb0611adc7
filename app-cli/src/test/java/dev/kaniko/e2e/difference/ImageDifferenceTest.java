package dev.kaniko.e2e.difference;

import static dev.kaniko.e2e.image.Entries.TIME;
import static dev.kaniko.e2e.image.Entries.entry;
import static dev.kaniko.e2e.image.Entries.file;
import static dev.kaniko.e2e.image.Entries.folder;
import static dev.kaniko.e2e.image.Entries.layer;
import static dev.kaniko.e2e.image.Entries.link;
import static dev.kaniko.e2e.image.Entries.symlink;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kaniko.e2e.image.FileKind;
import dev.kaniko.e2e.image.ImageSnapshot;
import dev.kaniko.e2e.image.Layer;
import dev.kaniko.e2e.image.LayerEntry;
import dev.kaniko.e2e.image.TarHeader;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plants one difference after the other: what the oracle cannot see, it cannot hold. */
class ImageDifferenceTest {
  private static final BuildWindow THEIR_BUILD = new BuildWindow(2_000_000_000, 2_000_000_009);
  private static final BuildWindow OUR_BUILD = new BuildWindow(2_000_000_020, 2_000_000_029);
  private static final String CONFIG =
      """
      {"created": "2033-05-18T03:33:22Z", "architecture": "amd64", "os": "linux",
       "config": {"Env": ["A=1", "B=2"], "Labels": {"a": "1"}, "ExposedPorts": {"80/tcp": {}},
                  "Cmd": ["sh"], "OnBuild": null, "Healthcheck": {"Test": ["NONE"]}},
       "history": [{"created": "2033-05-18T03:33:22Z", "created_by": "COPY a b # buildkit",
                    "comment": "buildkit.dockerfile.v0"},
                   {"created": "2033-05-18T03:33:22Z", "created_by": "CMD [\\"sh\\"]",
                    "empty_layer": true}]}
      """;
  private static final Layer BASE = layer("base", folder("d"), file("d/a", "a"));

  @Test
  void an_image_does_not_differ_from_itself() {
    assertThat(differences(BASE, BASE)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          FILE    | 600 | 0  | 0  | content | file /d/a: mode 0600, expected 0644
          FILE    | 644 | 33 | 0  | content | file /d/a: owner 33:0, expected 0:0
          FILE    | 644 | 0  | 33 | content | file /d/a: owner 0:33, expected 0:0
          FIFO    | 644 | 0  | 0  | content | file /d/a: kind FIFO, expected FILE
          """)
  void what_is_told_of_a_file_is_compared(
      FileKind kind, String mode, long uid, long gid, String content, String line) {
    Layer expected = layer("top", entryOf(FileKind.FILE, 0644, 0, 0, TIME, "", Map.of()));
    Layer actual =
        layer("top", entryOf(kind, Integer.parseInt(mode, 8), uid, gid, TIME, "", Map.of()));
    assertThat(differences(expected, actual)).containsExactly(line);
  }

  @Test
  void content_targets_devices_attributes_and_links_are_compared() {
    assertThat(differences(layer("x", file("f", "one")), layer("x", file("f", "two"))))
        .containsExactly("file /f: content 'two' two, expected 'one' one");
    assertThat(differences(layer("x", symlink("l", "a")), layer("x", symlink("l", "b"))))
        .containsExactly("file /l: target 'b', expected 'a'");
    assertThat(
            differences(
                layer("x", entryOf(FileKind.BLOCK_DEVICE, 0, 0, 0, TIME, "1:3", Map.of())),
                layer("x", entryOf(FileKind.BLOCK_DEVICE, 0, 0, 0, TIME, "1:4", Map.of()))))
        .containsExactly("file /d/a: device 1:4, expected 1:3");
    assertThat(
            differences(
                layer("x", entryOf(FileKind.FILE, 0, 0, 0, TIME, "", Map.of("user.a", "\u0001"))),
                layer("x", entryOf(FileKind.FILE, 0, 0, 0, TIME, "", Map.of()))))
        .containsExactly("file /d/a: xattrs {}, expected {user.a=\\x01}");
    assertThat(
            differences(
                layer("x", file("f", "one"), link("g", "f")),
                layer("x", file("f", "one"), file("g", "one"))))
        .containsExactly(
            "file /f: links [f], expected [f, g]", "file /g: links [g], expected [f, g]");
  }

  @Test
  void missing_and_unexpected_files_are_told_by_path_and_by_layer() {
    assertThat(differences(BASE, layer("base", folder("d"), file("d/\u00e9", "a"))))
        .containsExactly(
            "file /d/a: missing",
            "file /d/\\xe9: unexpected",
            "layer 1: lacks /d/a",
            "layer 1: has /d/\\xe9, unexpected");
  }

  @Test
  void a_time_differs_unless_it_was_now_for_both_builds() {
    Layer kept = timed(TIME);
    Layer theirs = timed(THEIR_BUILD.start());
    Layer ours = timed(OUR_BUILD.end());
    assertThat(differences(theirs, ours)).isEmpty();
    assertThat(differences(kept, kept)).isEmpty();
    assertThat(differences(kept, ours)).hasSize(1);
    assertThat(differences(theirs, kept)).hasSize(1);
    assertThat(differences(timed(THEIR_BUILD.start() - 1), ours)).hasSize(1);
    assertThat(differences(theirs, timed(OUR_BUILD.end() + 1)))
        .containsExactly(
            "file /d/a: mtime of a FILE 2033-05-18T03:33:50Z, expected 2033-05-18T03:33:20Z");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "A=1", "B=2"       | "B=2", "A=1"        | config Env: ["B=2","A=1"], expected ["A=1","B=2"]
          "a": "1"           | "a": "2"            | config Labels[a]: "2", expected "1"
          "80/tcp"           | "81/tcp"            | config ExposedPorts[80/tcp]: absent, expected {}
          "Cmd": ["sh"],     |                     | config Cmd: absent, expected ["sh"]
          ["NONE"]           | ["CMD"]             | config Healthcheck[Test]: ["CMD"], expected ["NONE"]
          "amd64"            | "arm64"             | config architecture: "arm64", expected "amd64"
          "os"               | "author": "x", "os" | config author: "x", expected absent
          COPY a b           | COPY a c            | history 1: created_by 'COPY a c # buildkit', expected 'COPY a b # buildkit'
          "empty_layer": true| "empty_layer": false| history 2: empty_layer 'false', expected 'true'
          "comment": "b      | "comment": "c       | history 1: comment 'cuildkit.dockerfile.v0', expected 'buildkit.dockerfile.v0'
          {"created": "2033-05-18T03:33:22Z", "arch | {"created": "2000-05-18T03:33:22Z", "arch | config: created '2000-05-18T03:33:22Z', expected '2033-05-18T03:33:22Z'
          """,
      quoteCharacter = '`')
  void configs_and_histories_are_compared(String before, String after, String line) {
    String changed = CONFIG.replace(before, after == null ? "" : after);
    assertThat(changed).isNotEqualTo(CONFIG);
    assertThat(
            ImageDifference.between(
                built(CONFIG, THEIR_BUILD, BASE), built(changed, THEIR_BUILD, BASE), Set.of()))
        .contains(line)
        .allMatch(found -> found.split(" ")[0].equals(line.split(" ")[0]));
  }

  @Test
  void an_empty_field_is_an_absent_one() {
    String written = CONFIG.replace("\"OnBuild\": null", "\"Volumes\": {}, \"User\": \"\"");
    assertThat(
            ImageDifference.between(
                built(CONFIG, THEIR_BUILD, BASE), built(written, THEIR_BUILD, BASE), Set.of()))
        .isEmpty();
  }

  @Test
  void the_number_of_layers_is_compared_and_a_layer_of_the_base_must_be_its_own() {
    assertThat(
            ImageDifference.between(
                built(CONFIG, THEIR_BUILD, BASE),
                built(CONFIG, OUR_BUILD, BASE, layer("empty")),
                Set.of()))
        .containsExactly("layers: 2, expected 1");
    Layer rewritten = new Layer("other", "diff", BASE.entries());
    assertThat(
            ImageDifference.between(
                built(CONFIG, THEIR_BUILD, BASE),
                built(CONFIG, OUR_BUILD, rewritten),
                Set.of("base")))
        .containsExactly("layer 1: is not the base's own base");
  }

  private static List<String> differences(Layer expected, Layer actual) {
    String later = CONFIG.replace("03:33:22Z", "03:33:44Z");
    return ImageDifference.between(
        built(CONFIG, THEIR_BUILD, expected), built(later, OUR_BUILD, actual), Set.of());
  }

  private static BuiltImage built(String config, BuildWindow window, Layer... layers) {
    return new BuiltImage(ImageSnapshot.of(json("{}"), json(config), List.of(layers)), window);
  }

  private static JsonNode json(String text) {
    try {
      return new JsonMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Layer timed(long second) {
    return layer("x", entryOf(FileKind.FILE, 0644, 0, 0, second, "", Map.of()));
  }

  private static LayerEntry entryOf(
      FileKind kind,
      int mode,
      long uid,
      long gid,
      long modified,
      String device,
      Map<String, String> xattrs) {
    return entry(
        new TarHeader("d/a", kind, mode, uid, gid, 0, modified, "", device, new TreeMap<>(xattrs)));
  }
}
