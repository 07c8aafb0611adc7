package dev.kaniko.docs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What a value of a YAML document may be: the little of JSON Schema that the examples need. */
sealed interface Shape {

  /** What is wrong with the value, each with its path; empty when nothing is. */
  List<String> problems(String path, Object value);

  static Shape text() {
    return new Text(Pattern.compile(".+", Pattern.DOTALL));
  }

  /**
   * @param regex for the whole text
   */
  static Shape text(String regex) {
    return new Text(Pattern.compile(regex));
  }

  static Shape number() {
    return new Kind("a number", Integer.class);
  }

  static Shape truth() {
    return new Kind("true or false", Boolean.class);
  }

  static Shape listOf(Shape item) {
    return new ListOf(item);
  }

  static Shape oneOf(Shape... shapes) {
    return new OneOf(List.of(shapes));
  }

  static Shape mapOf(Shape value) {
    return new MapOf(value);
  }

  /**
   * @param fields names and shapes by turns; a name that ends with an exclamation mark is required,
   *     and one that is not given is not allowed
   */
  static Shape fields(Object... fields) {
    Map<String, Shape> known = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    for (int i = 0; i < fields.length; i += 2) {
      String name = (String) fields[i];
      if (name.endsWith("!")) {
        name = name.substring(0, name.length() - 1);
        required.add(name);
      }
      known.put(name, (Shape) fields[i + 1]);
    }
    return new Fields(known, required);
  }

  record Text(Pattern pattern) implements Shape {
    @Override
    public List<String> problems(String path, Object value) {
      return value instanceof String text && pattern.matcher(text).matches()
          ? List.of()
          : List.of(path + ": " + value + " is not text like " + pattern);
    }
  }

  record Kind(String name, Class<?> type) implements Shape {
    @Override
    public List<String> problems(String path, Object value) {
      return type.isInstance(value) ? List.of() : List.of(path + ": " + value + " is not " + name);
    }
  }

  record ListOf(Shape item) implements Shape {
    @Override
    public List<String> problems(String path, Object value) {
      if (!(value instanceof List<?> list)) {
        return List.of(path + ": " + value + " is no list");
      }
      List<String> problems = new ArrayList<>();
      for (int i = 0; i < list.size(); i++) {
        problems.addAll(item.problems(path + "[" + i + "]", list.get(i)));
      }
      return problems;
    }
  }

  record MapOf(Shape item) implements Shape {
    @Override
    public List<String> problems(String path, Object value) {
      if (!(value instanceof Map<?, ?> map)) {
        return List.of(path + ": " + value + " is no map");
      }
      List<String> problems = new ArrayList<>();
      map.forEach((key, of) -> problems.addAll(item.problems(path + "." + key, of)));
      return problems;
    }
  }

  record OneOf(List<Shape> shapes) implements Shape {
    @Override
    public List<String> problems(String path, Object value) {
      List<List<String>> all = shapes.stream().map(it -> it.problems(path, value)).toList();
      return all.contains(List.<String>of()) ? List.of() : all.getFirst();
    }
  }

  record Fields(Map<String, Shape> known, List<String> required) implements Shape {
    @Override
    public List<String> problems(String path, Object value) {
      if (!(value instanceof Map<?, ?> map)) {
        return List.of(path + ": " + value + " is no map");
      }
      List<String> problems = new ArrayList<>();
      for (String name : required) {
        if (!map.containsKey(name)) {
          problems.add(path + ": " + name + " is missing");
        }
      }
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        Shape shape = known.get(String.valueOf(entry.getKey()));
        String below = path + "." + entry.getKey();
        problems.addAll(
            shape == null
                ? List.of(below + ": there is no such field")
                : shape.problems(below, entry.getValue()));
      }
      return problems;
    }
  }
}
