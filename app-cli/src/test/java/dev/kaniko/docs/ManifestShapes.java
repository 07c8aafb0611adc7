package dev.kaniko.docs;

import static dev.kaniko.docs.Shape.fields;
import static dev.kaniko.docs.Shape.listOf;
import static dev.kaniko.docs.Shape.mapOf;
import static dev.kaniko.docs.Shape.number;
import static dev.kaniko.docs.Shape.oneOf;
import static dev.kaniko.docs.Shape.text;
import static dev.kaniko.docs.Shape.truth;

import java.util.Map;

/**
 * What the readers of the examples take: of each schema the fields that are used, with those that
 * it demands. A field that is not here is either misspelt or to be looked up and added.
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/">Kubernetes</a>
 * @see <a href="https://tekton.dev/docs/pipelines/tasks/">Tekton</a>
 * @see <a href="https://argo-workflows.readthedocs.io/en/latest/fields/">Argo</a>
 * @see <a href="https://cloud.google.com/build/docs/build-config-file-schema">Cloud Build</a>
 * @see <a href="https://docs.gitlab.com/ci/yaml/">GitLab</a>
 */
final class ManifestShapes {
  /** What Kubernetes calls a DNS label. */
  private static final Shape NAME = text("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  private static final Shape PATH = text("/\\S*");
  private static final Shape WORDS = listOf(text());

  private static final Shape QUANTITIES =
      fields(
          "cpu", text("[0-9]+m?"),
          "memory", text("[0-9]+[KMG]i"),
          "ephemeral-storage", text("[0-9]+[KMG]i"));

  private static final Shape RESOURCES = fields("requests", QUANTITIES, "limits", QUANTITIES);

  private static final Shape MOUNTS =
      listOf(fields("name!", NAME, "mountPath!", PATH, "readOnly", truth()));

  private static final Shape CONTAINER_RIGHTS =
      fields(
          "allowPrivilegeEscalation",
          truth(),
          "capabilities",
          fields("drop", WORDS, "add", WORDS),
          "runAsUser",
          number());

  private static final Shape CONTAINER =
      fields(
          "name!", NAME,
          "image!", text("\\S+:\\S+"),
          "command", WORDS,
          "args", WORDS,
          "env", listOf(fields("name!", text("[A-Z_]+"), "value!", text())),
          "resources", RESOURCES,
          "securityContext", CONTAINER_RIGHTS,
          "volumeMounts", MOUNTS);

  private static final Shape VOLUMES =
      listOf(
          fields(
              "name!", NAME,
              "hostPath", fields("path!", PATH, "type", text("Directory|File")),
              "emptyDir", fields("medium", text("Memory"), "sizeLimit", text()),
              "secret", fields("secretName!", NAME),
              "persistentVolumeClaim", fields("claimName!", NAME, "readOnly", truth())));

  private static final Shape POD_RIGHTS =
      fields(
          "runAsNonRoot", truth(),
          "runAsUser", number(),
          "runAsGroup", number(),
          "fsGroup", number(),
          "seccompProfile", fields("type!", text("RuntimeDefault|Unconfined|Localhost")));

  private static final Shape POD_SPEC =
      fields(
          "restartPolicy!", text("Never|OnFailure"),
          "automountServiceAccountToken!", truth(),
          "securityContext", POD_RIGHTS,
          "initContainers", listOf(CONTAINER),
          "containers!", listOf(CONTAINER),
          "volumes", VOLUMES);

  private static final Shape POD =
      fields(
          "apiVersion!", text("v1"),
          "kind!", text("Pod"),
          "metadata!", fields("name!", NAME),
          "spec!", POD_SPEC);

  private static final Shape JOB =
      fields(
          "apiVersion!", text("batch/v1"),
          "kind!", text("Job"),
          "metadata!", fields("name!", NAME),
          "spec!",
              fields(
                  "completionMode", text("Indexed|NonIndexed"),
                  "completions", number(),
                  "parallelism", number(),
                  "backoffLimit", number(),
                  "activeDeadlineSeconds", number(),
                  "ttlSecondsAfterFinished", number(),
                  "template!", fields("spec!", POD_SPEC)));

  private static final Shape TASK =
      fields(
          "apiVersion!", text("tekton\\.dev/v1"),
          "kind!", text("Task"),
          "metadata!", fields("name!", NAME),
          "spec!",
              fields(
                  "params",
                  listOf(
                      oneOf(
                          fields(
                              "name!", text(),
                              "description", text(),
                              "type", text("string"),
                              "default", text()),
                          fields(
                              "name!", text(),
                              "description", text(),
                              "type!", text("array"),
                              "default", WORDS))),
                  "workspaces",
                  listOf(
                      fields(
                          "name!", NAME,
                          "description", text(),
                          "mountPath", PATH,
                          "readOnly", truth(),
                          "optional", truth())),
                  "results",
                  listOf(fields("name!", text("[A-Za-z0-9_.-]+"), "description", text())),
                  "steps!",
                  listOf(
                      fields(
                          "name", NAME,
                          "image!", text("\\S+:\\S+"),
                          "command", WORDS,
                          "args", WORDS,
                          "securityContext", CONTAINER_RIGHTS,
                          "computeResources", RESOURCES))));

  private static final Shape PARAMETERS = listOf(fields("name!", NAME, "value", text()));

  private static final Shape TEMPLATE_CONTAINER =
      fields(
          "image!", text("\\S+:\\S+"),
          "command", WORDS,
          "args", WORDS,
          "resources", RESOURCES,
          "volumeMounts", MOUNTS);

  private static final Shape WORKFLOW =
      fields(
          "apiVersion!", text("argoproj\\.io/v1alpha1"),
          "kind!", text("Workflow"),
          "metadata!", fields("generateName!", text("[a-z0-9-]+-")),
          "spec!",
              fields(
                  "entrypoint!", NAME,
                  "automountServiceAccountToken", truth(),
                  "executor", fields("serviceAccountName!", NAME),
                  "parallelism", number(),
                  "volumes", VOLUMES,
                  "templates!",
                      listOf(
                          fields(
                              "name!",
                              NAME,
                              "inputs",
                              fields("parameters", PARAMETERS),
                              "steps",
                              listOf(
                                  listOf(
                                      fields(
                                          "name!", NAME,
                                          "template!", NAME,
                                          "arguments", fields("parameters", PARAMETERS),
                                          "withItems", WORDS))),
                              "container",
                              TEMPLATE_CONTAINER))));

  private static final Shape CLOUD_BUILD =
      fields(
          "steps!",
              listOf(
                  fields(
                      "id", NAME,
                      "name!", text("\\S+:\\S+"),
                      "entrypoint", text(),
                      "args", WORDS,
                      "volumes", listOf(fields("name!", NAME, "path!", PATH)))),
          "substitutions", mapOf(text()),
          "timeout", text("[0-9]+s"));

  private static final Shape GITLAB =
      mapOf(
          fields(
              "stage",
              NAME,
              "image!",
              fields("name!", text("\\S+:\\S+"), "entrypoint", listOf(text(".*"))),
              "script!",
              WORDS,
              "rules",
              listOf(fields("if!", text()))));

  /** By the kind that a document states, or by the name of a file that states none. */
  private static final Map<String, Shape> SHAPES =
      Map.of(
          "Pod", POD,
          "Job", JOB,
          "Task", TASK,
          "Workflow", WORKFLOW,
          "cloudbuild.yaml", CLOUD_BUILD,
          "gitlab-ci.yml", GITLAB);

  private ManifestShapes() {}

  static Shape of(ExampleFile example) {
    String kind = String.valueOf(example.tree().getOrDefault("kind", example.name()));
    Shape shape = SHAPES.get(kind);
    if (shape == null) {
      throw new IllegalArgumentException(example.name() + ": nothing is known of " + kind);
    }
    return shape;
  }
}
