package dev.kaniko.ports.spi;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * An interface as lines that can be recorded and compared.
 *
 * @param lines each of one public member, or of one class
 */
record Api(NavigableSet<String> lines) {
  private static final String TO_IMPLEMENT = "to implement ";

  /** Of some classes and all of ours that their signatures lead to. */
  static Api reachableFrom(Class<?>... roots) {
    Predicate<Class<?>> ours = type -> type.getName().startsWith("dev.kaniko.");
    Set<Class<?>> known = new LinkedHashSet<>(List.of(roots));
    Deque<Class<?>> open = new ArrayDeque<>(known);
    NavigableSet<String> lines = new TreeSet<>();
    while (!open.isEmpty()) {
      Class<?> type = open.pop();
      Set<Class<?>> seen = new LinkedHashSet<>();
      lines.addAll(describe(type, seen));
      seen.stream().filter(ours).filter(known::add).forEach(open::push);
    }
    return new Api(lines);
  }

  /**
   * What a plugin that was made for this interface no longer finds, or not yet has, in {@code
   * newer}.
   */
  NavigableSet<String> brokenBy(Api newer) {
    NavigableSet<String> broken = new TreeSet<>(lines);
    broken.removeAll(newer.lines);
    newer.additionsTo(this).stream()
        .filter(line -> line.startsWith(TO_IMPLEMENT))
        .forEach(broken::add);
    return broken;
  }

  NavigableSet<String> additionsTo(Api older) {
    NavigableSet<String> added = new TreeSet<>(lines);
    added.removeAll(older.lines);
    return added;
  }

  private static NavigableSet<String> describe(Class<?> type, Set<Class<?>> seen) {
    NavigableSet<String> lines = new TreeSet<>();
    String name = type.getName();
    lines.add(
        "class %s: %s of %s"
            .formatted(
                name,
                Modifier.toString(type.getModifiers() & ~Modifier.STATIC & ~Modifier.STRICT),
                types(supertypes(type), seen)));
    if (type.isSealed()) {
      Arrays.stream(type.getPermittedSubclasses()).forEach(seen::add);
    }
    for (Constructor<?> constructor : type.getConstructors()) {
      lines.add(name + " new" + signature(constructor, seen));
    }
    for (Field field : type.getFields()) {
      if (field.getDeclaringClass() == type) {
        lines.add(
            "%s field %s %s".formatted(name, text(field.getGenericType(), seen), field.getName()));
      }
    }
    for (Method method : type.getDeclaredMethods()) {
      if (Modifier.isPublic(method.getModifiers()) && !method.isSynthetic()) {
        lines.add(describe(type, method, seen));
      }
    }
    return lines;
  }

  private static String describe(Class<?> type, Method method, Set<Class<?>> seen) {
    boolean implemented = Modifier.isAbstract(method.getModifiers());
    String kind = Modifier.isStatic(method.getModifiers()) ? "static " : "";
    return "%s%s %s%s %s%s"
        .formatted(
            implemented ? TO_IMPLEMENT : "",
            type.getName(),
            kind,
            text(method.getGenericReturnType(), seen),
            method.getName(),
            signature(method, seen));
  }

  private static List<Type> supertypes(Class<?> type) {
    List<Type> types = new ArrayList<>(List.of(type.getGenericInterfaces()));
    if (type.getGenericSuperclass() != null) {
      types.add(type.getGenericSuperclass());
    }
    return types;
  }

  private static String signature(Executable executable, Set<Class<?>> seen) {
    List<Type> thrown = List.of(executable.getGenericExceptionTypes());
    return "("
        + types(List.of(executable.getGenericParameterTypes()), seen)
        + ")"
        + (thrown.isEmpty() ? "" : " throws " + types(thrown, seen));
  }

  private static String types(List<Type> types, Set<Class<?>> seen) {
    return types.stream().map(type -> text(type, seen)).collect(Collectors.joining(", "));
  }

  private static String text(Type type, Set<Class<?>> seen) {
    switch (type) {
      case Class<?> plain -> seen.add(plain);
      case ParameterizedType generic -> {
        text(generic.getRawType(), seen);
        types(List.of(generic.getActualTypeArguments()), seen);
      }
      case GenericArrayType array -> text(array.getGenericComponentType(), seen);
      case WildcardType wild -> types(List.of(wild.getUpperBounds()), seen);
      default -> throw new IllegalArgumentException("cannot record " + type);
    }
    return type.getTypeName();
  }
}
