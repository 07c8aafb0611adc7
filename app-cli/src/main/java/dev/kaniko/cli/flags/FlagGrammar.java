package dev.kaniko.cli.flags;

import dev.kaniko.domain.source.NearestName;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The grammar of pflag, which kaniko's command line follows: {@code --name value}, {@code
 * --name=value}, {@code -nvalue}, {@code -n=value}; a boolean takes its value only behind an equals
 * sign; a flag's value is whatever comes next, even if it looks like a flag.
 *
 * <p>Rewrites arguments so that every flag has its value attached, which leaves nothing to
 * interpretation.
 */
public final class FlagGrammar {
  private final Map<String, OptionSpec> options = new TreeMap<>();
  private final Map<String, String> unbuilt;
  private final String program;

  /**
   * @param unbuilt flags that kaniko has and this program has not, with what to say about each
   */
  public FlagGrammar(CommandSpec command, Map<String, String> unbuilt) {
    this.program = command.name();
    this.unbuilt = unbuilt;
    for (OptionSpec option : command.options()) {
      for (String name : option.names()) {
        options.put(name, option);
      }
    }
  }

  /** Arguments that do not follow the grammar; the message is what pflag would say. */
  public static final class BadArguments extends Exception {
    public BadArguments(String message) {
      super(message);
    }
  }

  public List<String> normalize(List<String> arguments) throws BadArguments {
    List<String> normalized = new ArrayList<>();
    for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
      String argument = rest.next();
      if (argument.startsWith("--") && argument.length() > 2) {
        normalized.add(longFlag(argument, rest));
      } else if (argument.startsWith("-") && argument.length() > 1 && !argument.equals("--")) {
        normalized.add(shortFlag(argument, rest));
      } else {
        String word = argument.equals("--") && rest.hasNext() ? rest.next() : argument;
        throw new BadArguments("unknown command \"" + word + "\" for \"" + program + "\"");
      }
    }
    return normalized;
  }

  private String longFlag(String argument, Iterator<String> rest) throws BadArguments {
    int equals = argument.indexOf('=');
    String name = equals < 0 ? argument : argument.substring(0, equals);
    OptionSpec option = options.get(name);
    if (option == null) {
      throw unknown(name);
    }
    Optional<String> value =
        equals < 0 ? Optional.empty() : Optional.of(argument.substring(equals + 1));
    return name + "=" + value(name, option, value, rest);
  }

  private String shortFlag(String argument, Iterator<String> rest) throws BadArguments {
    String name = argument.substring(0, 2);
    OptionSpec option = options.get(name);
    if (option == null) {
      throw new BadArguments("unknown shorthand flag: '" + name.charAt(1) + "' in " + argument);
    }
    String attached = argument.substring(2);
    Optional<String> value =
        attached.isEmpty()
            ? Optional.empty()
            : Optional.of(attached.startsWith("=") ? attached.substring(1) : attached);
    String longest = option.longestName();
    return longest + "=" + value(name, option, value, rest);
  }

  private static String value(
      String name, OptionSpec option, Optional<String> attached, Iterator<String> rest)
      throws BadArguments {
    if (isBoolean(option)) {
      return parseBoolean(name, attached.orElse("true"));
    }
    if (attached.isPresent()) {
      return attached.get();
    }
    if (!rest.hasNext()) {
      throw new BadArguments("flag needs an argument: " + name);
    }
    return rest.next();
  }

  private static boolean isBoolean(OptionSpec option) {
    return option.type() == boolean.class || option.type() == Boolean.class;
  }

  /** The spellings that Go's ParseBool knows. */
  private static String parseBoolean(String name, String value) throws BadArguments {
    return switch (value) {
      case "1", "t", "T", "TRUE", "true", "True" -> "true";
      case "0", "f", "F", "FALSE", "false", "False" -> "false";
      default ->
          throw new BadArguments(
              "invalid argument \""
                  + value
                  + "\" for \""
                  + name
                  + "\" flag: expected true or false");
    };
  }

  private BadArguments unknown(String name) {
    if (unbuilt.containsKey(name)) {
      return new BadArguments(
          "flag " + name + " is not built into this version yet: " + unbuilt.get(name));
    }
    String hint =
        NearestName.of(name, options.keySet())
            .map(near -> " (did you mean " + near + "?)")
            .orElse("");
    return new BadArguments("unknown flag: " + name + hint);
  }
}
