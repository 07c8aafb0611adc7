package dev.kaniko.plugin;

import dev.kaniko.ports.failure.EnvironmentFailure;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.pf4j.Extension;

/**
 * Makes extensions by the names of their classes, those of the executor and those of plugins alike.
 *
 * @param owner of the classes, for messages
 */
record ExtensionClasses(
    String owner, ClassLoader loader, List<String> names, Map<String, String> environment) {

  /** Those of the classes that are of a kind, in the order of their ordinals, as pf4j has it. */
  <T> List<T> make(Class<T> kind) {
    List<Ordered<T>> made = new ArrayList<>();
    for (String name : names) {
      try {
        Class<?> type = Class.forName(name, false, loader);
        if (kind.isAssignableFrom(type)) {
          made.add(new Ordered<>(ordinal(type), kind.cast(instance(type))));
        }
      } catch (InvocationTargetException e) {
        throw failure(name, "cannot be made", e.getCause());
      } catch (ReflectiveOperationException | LinkageError e) {
        throw failure(name, "cannot be loaded", e);
      }
    }
    return made.stream()
        .sorted(Comparator.comparingInt(Ordered::ordinal))
        .map(Ordered::extension)
        .toList();
  }

  private record Ordered<T>(int ordinal, T extension) {}

  private static int ordinal(Class<?> type) {
    Extension annotation = type.getAnnotation(Extension.class);
    return annotation == null ? 0 : annotation.ordinal();
  }

  private Object instance(Class<?> type) throws ReflectiveOperationException {
    for (Constructor<?> constructor : type.getConstructors()) {
      Class<?>[] parameters = constructor.getParameterTypes();
      if (parameters.length == 1 && parameters[0] == Map.class) {
        return constructor.newInstance(environment);
      }
    }
    return type.getConstructor().newInstance();
  }

  private EnvironmentFailure failure(String name, String what, Throwable cause) {
    return new EnvironmentFailure(
        "%s: its class %s %s: %s".formatted(owner, name, what, cause), cause);
  }

  /** Without the environment, which may hold secrets. */
  @Override
  public String toString() {
    return "extensions of " + owner;
  }
}
