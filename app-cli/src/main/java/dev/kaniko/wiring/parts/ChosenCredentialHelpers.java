package dev.kaniko.wiring.parts;

import dev.kaniko.adapters.credentials.environment.EnvironmentCredentialHelper;
import dev.kaniko.adapters.credentials.environment.GitLabCredentialHelper;
import dev.kaniko.domain.source.NearestName;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.plugin.Extensions;
import dev.kaniko.ports.credentials.CredentialHelper;
import dev.kaniko.ports.failure.UserMistakes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who is asked for credentials. The user's config.json always is; {@code --credential-helpers}
 * names the others, by kaniko's names for them or by the id of a plugin.
 */
public final class ChosenCredentialHelpers {
  private static final Map<String, Class<? extends CredentialHelper>> OWN =
      new TreeMap<>(
          Map.of("env", EnvironmentCredentialHelper.class, "gitlab", GitLabCredentialHelper.class));

  private static final Map<String, String> PLUGINS =
      new TreeMap<>(Map.of("google", "kaniko-google", "ecr", "kaniko-aws", "acr", "kaniko-azure"));

  private ChosenCredentialHelpers() {}

  /**
   * @param names as given by the user; nobody was named when it is empty, and nobody at all is to
   *     be asked when it has nothing but an empty name
   */
  public static List<CredentialHelper> of(Extensions extensions, List<String> names) {
    if (names.isEmpty()) {
      return extensions.credentialHelpers(_ -> true);
    }
    Set<String> chosen = checked(names, extensions.credentialPlugins());
    Set<String> plugins = new HashSet<>(chosen);
    PLUGINS.forEach(
        (name, id) -> {
          if (chosen.contains(name)) {
            plugins.add(id);
          }
        });
    List<CredentialHelper> helpers =
        new ArrayList<>(extensions.credentialHelpers(plugins::contains));
    OWN.forEach(
        (name, kind) -> {
          if (!chosen.contains(name)) {
            helpers.removeIf(kind::isInstance);
          }
        });
    return helpers;
  }

  private static Set<String> checked(List<String> names, Set<String> plugins) {
    Set<String> known = new TreeSet<>(OWN.keySet());
    known.addAll(PLUGINS.keySet());
    known.addAll(plugins);
    Set<String> chosen = new HashSet<>();
    for (String value : names) {
      for (String name : value.split(",")) {
        if (!name.isEmpty() && !known.contains(name)) {
          throw new UserMistakes(
              Problem.general("--credential-helpers: there is no " + name)
                  .withHint(
                      NearestName.of(name, known)
                          .map(near -> "did you mean " + near + "?")
                          .orElse("there are " + String.join(", ", known))));
        }
        chosen.add(name);
      }
    }
    return chosen;
  }
}
