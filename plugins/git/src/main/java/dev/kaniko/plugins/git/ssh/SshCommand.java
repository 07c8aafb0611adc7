package dev.kaniko.plugins.git.ssh;

import dev.kaniko.ports.context.ContextNotAvailable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What GIT_SSH_COMMAND asks of ssh. It is read and not run: the options that say which key, which
 * host and which known hosts are obeyed, and what cannot be is refused.
 *
 * @param options by their names in ssh_config, without regard to case
 */
record SshCommand(Map<String, List<String>> options) {
  private static final Set<String> OBEYED =
      Set.of(
          "connecttimeout",
          "hostkeyalgorithms",
          "hostname",
          "identitiesonly",
          "identityagent",
          "identityfile",
          "port",
          "pubkeyacceptedalgorithms",
          "stricthostkeychecking",
          "user",
          "userknownhostsfile");

  /** They change nothing of what is fetched. */
  private static final Set<String> MEANINGLESS =
      Set.of("batchmode", "loglevel", "passwordauthentication", "kbdinteractiveauthentication");

  private static final Map<Character, String> LETTERS =
      Map.of('i', "identityfile", 'p', "port", 'l', "user");

  private static final Pattern PIECE =
      Pattern.compile(
          "[^\\s\"'\\\\$`;|&<>()]+|\\\\.|'[^']*'|\"(?:[^\"\\\\$`]|\\\\.)*\"", Pattern.DOTALL);

  private static final Pattern WORD =
      Pattern.compile("(?:" + PIECE.pattern() + ")+", Pattern.DOTALL);

  private static final String QUIET = "-[qvTnxa4]+";

  /**
   * @param command empty for none
   * @throws ContextNotAvailable when it has what is not known here
   */
  static SshCommand parse(String command) throws ContextNotAvailable {
    SshCommand parsed = new SshCommand(new TreeMap<>(String.CASE_INSENSITIVE_ORDER));
    Deque<String> words = new ArrayDeque<>(words(command));
    if (words.isEmpty()) {
      return parsed;
    }
    String program = words.removeFirst();
    if (!program.equals("ssh") && !program.endsWith("/ssh")) {
      throw refused(program, "it is read for ssh's options, and no program is run");
    }
    while (!words.isEmpty()) {
      parsed.take(words.removeFirst(), words);
    }
    return parsed;
  }

  private void take(String word, Deque<String> rest) throws ContextNotAvailable {
    if (word.matches(QUIET)) {
      return;
    }
    if (!word.matches("-[iplo].*")) {
      throw refused(word, "there are -i, -p, -l and -o");
    }
    String value = word.length() > 2 ? word.substring(2) : rest.poll();
    if (value == null) {
      throw refused(word, "a value is missing behind it");
    }
    char letter = word.charAt(1);
    if (letter == 'o') {
      String[] pair = value.strip().split("\\s*[= ]\\s*", 2);
      option(pair[0], pair.length > 1 ? pair[1] : "");
    } else {
      option(LETTERS.get(letter), value);
    }
  }

  private void option(String name, String value) throws ContextNotAvailable {
    String key = name.toLowerCase(Locale.ROOT);
    if (OBEYED.contains(key)) {
      options.computeIfAbsent(key, _ -> new ArrayList<>()).add(value);
    } else if (!MEANINGLESS.contains(key)) {
      throw refused(
          "-o " + name,
          "these are obeyed: " + String.join(", ", OBEYED.stream().sorted().toList()));
    }
  }

  private static ContextNotAvailable refused(String what, String hint) {
    return new ContextNotAvailable("GIT_SSH_COMMAND: cannot do " + what, hint);
  }

  /** As a shell would split them, without anything else that a shell would do. */
  private static List<String> words(String command) throws ContextNotAvailable {
    List<String> words = new ArrayList<>();
    String rest = command.stripLeading();
    while (!rest.isEmpty()) {
      Matcher word = WORD.matcher(rest);
      if (!word.lookingAt()) {
        throw refused("what a shell would do with " + rest.charAt(0), "write out what it comes to");
      }
      words.add(PIECE.matcher(word.group()).replaceAll(SshCommand::unquoted));
      rest = rest.substring(word.end()).stripLeading();
    }
    return words;
  }

  private static String unquoted(MatchResult piece) {
    String text = piece.group();
    String inner =
        switch (text.charAt(0)) {
          case '\'' -> text.substring(1, text.length() - 1);
          case '"' -> text.substring(1, text.length() - 1).replaceAll("\\\\(.)", "$1");
          case '\\' -> text.substring(1);
          default -> text;
        };
    return Matcher.quoteReplacement(inner);
  }
}
