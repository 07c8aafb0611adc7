package dev.kaniko.docs;

import dev.kaniko.docs.MarkdownFile.Fence;
import dev.kaniko.docs.MarkdownFile.Span;
import dev.kaniko.domain.check.CheckRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks up what a document names as code: classes, packages, files, flags. */
final class DocumentNames {
  private static final Pattern CLASS = Pattern.compile("[A-Z]\\w*[a-z]\\w*(\\.\\w+)*");
  private static final Pattern PACKAGE = Pattern.compile("dev\\.kaniko(\\.[a-z]+)*");
  private static final Pattern FILE = Pattern.compile("[\\w.-]+\\.(java|md|txt|xml|c|h)");
  // A first part with a dot inside is a host: registry.example/image.
  private static final Pattern PATH = Pattern.compile("\\.?[\\w*-]+(/[\\w.*-]+)+/?");
  private static final Pattern FLAG = Pattern.compile("(?<![\\w-])--[a-z][a-zA-Z-]*");
  private static final Pattern INSTRUCTION_FLAG =
      Pattern.compile("([A-Z]+) (--[a-z][a-z-]*)(=.*)?");
  private static final String PROGRAM = "bin/executor";

  private final Checkout checkout;
  private final KnownFlags flags;

  DocumentNames(Checkout checkout, KnownFlags flags) {
    this.checkout = checkout;
    this.flags = flags;
  }

  /** What the document names and is not there, each with its line. */
  List<String> unknownIn(MarkdownFile document) {
    List<String> unknown = new ArrayList<>();
    for (Span span : document.spans()) {
      if (!isThere(span.code())) {
        unknown.add(document.name() + ":" + span.line() + ": " + span.code());
      }
    }
    for (Fence fence : document.fences()) {
      for (String flag : flagsOf(fence)) {
        if (!flags.ofExecutor(flag)) {
          unknown.add(document.name() + ":" + fence.line() + ": " + flag);
        }
      }
    }
    return unknown;
  }

  /** True as well for code that names nothing which can be looked up. */
  private boolean isThere(String code) {
    Matcher instruction = INSTRUCTION_FLAG.matcher(code);
    if (instruction.matches()) {
      return flags.ofInstruction(instruction.group(1), instruction.group(2));
    }
    if (code.startsWith("--")) {
      return FLAG.matcher(code).results().allMatch(flag -> flags.ofExecutor(flag.group()));
    }
    if (FILE.matcher(code).matches()) {
      return checkout.hasFileNamed(code);
    }
    if (PACKAGE.matcher(code).matches()) {
      return checkout.hasPackage(code);
    }
    if (CLASS.matcher(code).matches()) {
      return checkout.hasClass(code) || isCheck(code);
    }
    return !PATH.matcher(code).matches() || code.contains("/target/") || checkout.hasPath(code);
  }

  private static boolean isCheck(String code) {
    return Arrays.stream(CheckRule.values()).anyMatch(rule -> rule.ruleName().equals(code));
  }

  /** Of a pod, or of what a shell gives the executor. */
  private static List<String> flagsOf(Fence fence) {
    String text = fence.text().replace("\\\n", " ");
    return switch (fence.language()) {
      case "yaml" -> flagsIn(text);
      case "sh" ->
          text.lines()
              .filter(line -> line.contains(PROGRAM))
              .map(line -> line.substring(line.indexOf(PROGRAM)).split("[|;&]")[0])
              .flatMap(command -> flagsIn(command).stream())
              .toList();
      default -> List.of();
    };
  }

  private static List<String> flagsIn(String text) {
    return FLAG.matcher(text).results().map(flag -> flag.group()).toList();
  }
}
