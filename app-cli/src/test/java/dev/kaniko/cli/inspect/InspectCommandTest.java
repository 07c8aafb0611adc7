package dev.kaniko.cli.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.cli.process.Surroundings;
import dev.kaniko.wiring.commands.ProductionInspection;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code executor check} and {@code executor plan} print and exit with. */
class InspectCommandTest {
  @TempDir private Path context;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Surroundings surroundings;

  @BeforeEach
  void start() {
    surroundings =
        new Surroundings(
            Map.of(),
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            context,
            InstantSource.system());
  }

  private int check(String dockerfile, String... flags) throws IOException {
    Files.writeString(context.resolve("Dockerfile"), dockerfile);
    return new CheckCommand(surroundings, new ProductionInspection()).run(arguments(flags));
  }

  private int plan(String dockerfile, String... flags) throws IOException {
    Files.writeString(context.resolve("Dockerfile"), dockerfile);
    return planCommand().run(arguments(flags));
  }

  private PlanCommand planCommand() {
    return new PlanCommand(
        surroundings,
        new ProductionInspection(),
        (format, arguments) -> {
          surroundings.out().println(format + " " + arguments);
          return 7;
        });
  }

  private List<String> arguments(String... flags) {
    return Stream.concat(Stream.of(context.toString()), Arrays.stream(flags)).toList();
  }

  private String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void a_clean_file_is_told_to_be_clean() throws IOException {
    assertThat(check("FROM scratch\n", "--offline")).isZero();
    assertThat(printed()).isEqualTo("Check complete, no warnings found.\n");
  }

  @Test
  void warnings_are_shown_in_the_order_of_the_lines_with_the_lines_around_them()
      throws IOException {
    int status = check("FROM scratch\nCMD a\n\nFROM scratch as x\nUSER a\nUSER b\n", "--offline");

    assertThat(status).isEqualTo(1);
    assertThat(printed())
        .isEqualTo(
            """
            Check complete, 2 warnings have been found!

            WARNING: JSONArgsRecommended - https://docs.docker.com/go/dockerfile/rule/json-args-recommended/
            JSON arguments recommended for CMD to prevent unintended behavior related to OS signals
            Dockerfile:2
            --------------------
               1 |     FROM scratch
               2 | >>> CMD a
               3 |    \s
               4 |     FROM scratch as x
            --------------------

            WARNING: FromAsCasing - https://docs.docker.com/go/dockerfile/rule/from-as-casing/
            'as' and 'FROM' keywords' casing do not match
            Dockerfile:4
            --------------------
               2 |     CMD a
               3 |    \s
               4 | >>> FROM scratch as x
               5 |     USER a
               6 |     USER b
            --------------------
            """);
  }

  @Test
  void mistakes_are_shown_with_carets_behind_the_warnings() throws IOException {
    int status = check("FROM scratch\nMAINTAINER me\nCOPY --form=a b c\nRUNN x\n", "--offline");

    assertThat(status).isEqualTo(1);
    assertThat(printed())
        .startsWith("This Dockerfile cannot be built: 2 errors, 1 warning has been found!\n")
        .endsWith(
            """
            ERROR: unknown flag: --form (did you mean --from?)
            Dockerfile:3
            --------------------
               1 |     FROM scratch
               2 |     MAINTAINER me
               3 | >>> COPY --form=a b c
                 |          ^^^^^^
               4 |     RUNN x
               5 |    \s
            --------------------

            ERROR: unknown instruction: RUNN (did you mean RUN?)
            Dockerfile:4
            --------------------
               2 |     MAINTAINER me
               3 |     COPY --form=a b c
               4 | >>> RUNN x
                 |     ^^^^
               5 |    \s
            --------------------
            """);
  }

  @Test
  void json_is_that_of_docker() throws IOException {
    int status = check("FROM scratch\nCMD a \\\n  b\n", "--offline", "--format=json");

    assertThat(status).isEqualTo(1);
    assertThat(printed())
        .isEqualTo(
            """
            {
              "warnings": [
                {
                  "ruleName": "JSONArgsRecommended",
                  "description": "JSON arguments recommended for ENTRYPOINT/CMD to prevent unintended behavior related to OS signals",
                  "url": "https://docs.docker.com/go/dockerfile/rule/json-args-recommended/",
                  "detail": "JSON arguments recommended for CMD to prevent unintended behavior related to OS signals",
                  "location": {
                    "ranges": [
                      {
                        "start": {
                          "line": 2
                        },
                        "end": {
                          "line": 2
                        }
                      },
                      {
                        "start": {
                          "line": 3
                        },
                        "end": {
                          "line": 3
                        }
                      }
                    ]
                  }
                }
              ],
              "sources": [
                {
                  "filename": "Dockerfile",
                  "data": "RlJPTSBzY3JhdGNoCkNNRCBhIFwKICBiCg==",
                  "language": "Dockerfile"
                }
              ]
            }
            """);
  }

  @Test
  void json_of_a_file_that_cannot_be_built_has_the_error() throws IOException {
    assertThat(check("FROM scratch\nFOO <&>\n", "--format=json", "--offline")).isEqualTo(1);
    assertThat(printed())
        .startsWith("{\n  \"warnings\": [],\n")
        .endsWith(
            """
              "buildError": {
                "message": "unknown instruction: FOO",
                "location": {
                  "ranges": [
                    {
                      "start": {
                        "line": 2
                      },
                      "end": {
                        "line": 2
                      }
                    }
                  ]
                }
              }
            }
            """);
  }

  @Test
  void flags_that_would_change_nothing_are_refused() throws IOException {
    assertThat(check("FROM scratch\n", "--offline", "--push-retry=3")).isEqualTo(1);
    assertThat(plan("FROM scratch\n", "--insecure-pull")).isEqualTo(1);
    assertThat(check("FROM scratch\n", "--offline", "--git=branch=main")).isEqualTo(1);
    assertThat(check("FROM scratch\n", "--offline", "--insecure-pull")).isZero();
  }

  @Test
  void an_ignore_file_counts() throws IOException {
    Files.writeString(context.resolve(".dockerignore"), "a\n");

    assertThat(check("FROM scratch\nCOPY a b\n", "--offline")).isEqualTo(1);
    assertThat(printed()).contains("\nWARNING: CopyIgnoredFile - https://");
  }

  @Test
  void another_language_is_refused_unless_its_name_does_not_count() throws IOException {
    String dockerfile = "# syntax=acme/frontend:1\nFROM scratch\n";

    assertThat(check(dockerfile, "--offline")).isEqualTo(1);
    assertThat(printed()).contains("ERROR: unsupported syntax: acme/frontend:1 (");
    assertThat(check(dockerfile, "--offline", "--ignore-syntax")).isZero();
    assertThat(plan(dockerfile, "--ignore-syntax")).isZero();
    assertThat(plan(dockerfile)).isEqualTo(1);
  }

  @Test
  void a_missing_dockerfile_is_told_as_a_build_tells_it() {
    int status =
        new CheckCommand(surroundings, new ProductionInspection())
            .run(List.of(context.toString(), "--offline"));

    assertThat(status).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("please provide a valid path to a Dockerfile");
  }

  @Test
  void a_format_that_nobody_knows_is_refused() throws IOException {
    assertThat(check("FROM scratch\n", "--format=xml")).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("Error: --format must be one of text, json\n");
  }

  private static final String STAGES =
      """
      ARG TAG=1
      FROM java:$TAG AS build
      RUN make
      FROM $NOWHERE AS unused
      COPY a b
      FROM scratch
      ENV A=b
      COPY --from=build /x /x
      COPY --from=tools /y /y
      """;

  @Test
  void a_plan_says_what_is_built_and_what_is_left_out() throws IOException {
    assertThat(plan(STAGES, "--custom-platform=linux/arm64")).isZero();
    assertThat(printed())
        .isEqualTo(
            """
            For linux/arm64: 2 of 3 stages would be built
            Base images: index.docker.io/library/java:1, index.docker.io/library/tools:latest

            stage build (line 2): from index.docker.io/library/java:1
                  3  run     RUN make

            stage unused (line 4): left out, nothing that is built needs it

            stage 2 (line 6): from scratch
              becomes the image
              takes files from stage build, index.docker.io/library/tools:latest
                  7  config  ENV A=b
                  8  files   COPY --from=build /x /x
                  9  files   COPY --from=tools /y /y
            """);
  }

  @Test
  void a_plan_is_json_for_programs() throws IOException {
    plan("FROM scratch AS a\nFROM a AS b\nRUN x\n", "--format=json", "--target=b");

    assertThat(printed())
        .contains("\"target\": 1,")
        .contains(
            """
                  "base": {
                    "kind": "stage",
                    "name": "a",
                    "stage": 0
                  },
            """
                .indent(0))
        .endsWith(
            """
                  "steps": [
                    {
                      "line": 3,
                      "effect": "run",
                      "text": "RUN x"
                    }
                  ]
                }
              ]
            }
            """);
  }

  @Test
  void a_plan_is_a_graph_for_graphviz() throws IOException {
    plan(STAGES, "--format=dot");

    assertThat(printed())
        .isEqualTo(
            """
            digraph plan {
              rankdir=LR;
              stage0 [shape=box, label="build"];
              "index.docker.io/library/java:1" -> stage0;
              stage1 [shape=box, label="unused", color=grey, fontcolor=grey];
              stage2 [shape=box, label="2", peripheries=2];
              "scratch" -> stage2;
              stage0 -> stage2 [style=dashed];
              "index.docker.io/library/tools:latest" -> stage2 [style=dashed];
            }
            """);
  }

  @Test
  void a_plan_that_cannot_be_made_tells_all_that_is_in_the_way() throws IOException {
    assertThat(plan("FROM $A AS x\nFROM scratch\nCOPY --from=x a b\nCOPY --from=7 a b\n"))
        .isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("Dockerfile:1: base name ($A) should not be blank")
        .contains("Dockerfile:4: invalid stage index 7")
        .endsWith(" (and 1 more)\n");
  }

  @Test
  void keys_are_asked_for_with_the_flags_of_a_build() {
    assertThat(planCommand().run(List.of("place", "--cache-keys", "--format=json", "--cache=true")))
        .isEqualTo(7);
    assertThat(planCommand().run(List.of("--format", "dot", "--cache-keys"))).isEqualTo(7);
    assertThat(printed())
        .isEqualTo("json [--dryrun, --context=place, --cache=true]\ndot [--dryrun]\n");
  }

  @Test
  void keys_have_no_format_of_their_own() {
    assertThat(planCommand().run(List.of("--cache-keys", "--format=yaml"))).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("--format must be one of text, json, dot");
  }

  @Test
  void a_plan_tells_the_mistakes_that_keep_a_build_from_beginning() throws IOException {
    assertThat(plan("FROM scratch\nRUN --device=gpu true\nCOPY --chmod=9 a /\n")).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("Dockerfile:2: RUN --device")
        .contains("Dockerfile:3: --chmod=9");
    assertThat(printed()).isEmpty();
  }
}
