package dev.kaniko.domain.dockerfile.expansion;

/**
 * The replacement of {@code ${name//pattern/replacement}}, as Go's regexp.Expand reads it: {@code
 * $$} is a dollar sign, {@code $0} the whole match, and any other {@code $name} or {@code ${name}}
 * is a group, of which a glob pattern has none, and so nothing.
 */
final class ReplacementTemplate {
  private ReplacementTemplate() {}

  static String fill(String template, String match) {
    StringBuilder filled = new StringBuilder();
    int position = 0;
    for (int dollar = template.indexOf('$');
        dollar >= 0;
        dollar = template.indexOf('$', position)) {
      filled.append(template, position, dollar);
      boolean braced = template.startsWith("{", dollar + 1);
      int nameStart = dollar + (braced ? 2 : 1);
      int nameEnd = endOfName(template, nameStart);
      boolean complete = nameEnd > nameStart && (!braced || template.startsWith("}", nameEnd));
      if (complete) {
        boolean whole = template.substring(nameStart, nameEnd).equals("0");
        filled.append(whole ? match : "");
        position = nameEnd + (braced ? 1 : 0);
      } else {
        filled.append('$');
        position = dollar + (template.startsWith("$", dollar + 1) ? 2 : 1);
      }
    }
    return filled.append(template, position, template.length()).toString();
  }

  private static int endOfName(String template, int start) {
    int end = start;
    while (end < template.length()) {
      int c = template.codePointAt(end);
      if (c != '_' && !Character.isLetter(c) && !Character.isDigit(c)) {
        break;
      }
      end += Character.charCount(c);
    }
    return end;
  }
}
