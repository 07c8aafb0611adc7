package dev.kaniko.domain.copy;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Git repository as ADD and {@code --build-context} name one, in BuildKit's forms: {@code
 * https://….git}, {@code git://}, {@code ssh://} and {@code USER@HOST:PATH}, each with a query or a
 * fragment that says what of it is wanted.
 *
 * @param place all before the query
 * @param query what is behind the question mark; empty for none
 * @param fragment with its {@code #}; empty for none
 */
public record RepositoryLocation(String place, String query, String fragment) {
  private static final Pattern FORM =
      Pattern.compile(
          "((?i:https?)://[^?#]+\\.git|(?i:git|ssh)://[^?#]+"
              + "|[A-Za-z0-9_][A-Za-z0-9_.+-]*@[A-Za-z0-9][A-Za-z0-9.-]*:(?!//)[^?#]+)"
              + "(?:\\?([^#]*))?(#.*)?",
          Pattern.DOTALL);

  /**
   * User, password and token before a host, up to the last at-sign; with ssh the user is no secret.
   */
  private static final Pattern CREDENTIALS =
      Pattern.compile(
          "((?i:git\\+)?(?i:ssh)://[^\\s/?#@:]*):[^\\s/?#]*@"
              + "|((?:[A-Za-z][A-Za-z0-9+.-]*:)?//)(?<!(?i:ssh)://)[^\\s/?#]*@");

  /** Empty when {@code text} is something else. */
  public static Optional<RepositoryLocation> of(String text) {
    Matcher form = FORM.matcher(text);
    return form.matches()
        ? Optional.of(
            new RepositoryLocation(
                form.group(1),
                Optional.ofNullable(form.group(2)).orElse(""),
                Optional.ofNullable(form.group(3)).orElse("")))
        : Optional.empty();
  }

  /** A text without the credentials of all locations in it. */
  public static String withoutCredentials(String text) {
    if (text.indexOf('@') < 0) {
      return text;
    }
    return CREDENTIALS
        .matcher(text)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    found.group(1) != null
                        ? found.group(1) + ":xxxxx@"
                        : found.group(2) + "xxxxx@"));
  }

  /** The server, with a port if one is named, in lower case. */
  public String server() {
    int scheme = place.indexOf("://");
    String rest = scheme < 0 ? place : place.substring(scheme + 3);
    String authority = scheme < 0 ? rest.substring(0, rest.indexOf(':')) : rest.split("/", 2)[0];
    return authority.substring(authority.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
  }

  /** Whether the query says something of {@code key}. */
  public boolean says(String key) {
    return ("&" + query + "&").matches("(?s).*&" + Pattern.quote(key) + "[=&].*");
  }

  /** The same with one more thing said in the query. */
  public RepositoryLocation with(String key, String value) {
    String pair = key + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    return new RepositoryLocation(place, query.isEmpty() ? pair : query + "&" + pair, fragment);
  }

  @Override
  public String toString() {
    return place + (query.isEmpty() ? "" : "?" + query) + fragment;
  }
}
