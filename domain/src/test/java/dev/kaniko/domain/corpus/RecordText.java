package dev.kaniko.domain.corpus;

import dev.kaniko.domain.source.SourcePosition;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** Records as a line of text: every component, but for those that are absent, empty or false. */
public final class RecordText {
  private RecordText() {}

  public static String of(Object value) {
    return switch (value) {
      case SourcePosition position -> lines(position);
      case Record typed -> typed.getClass().getSimpleName() + components(typed);
      case String text -> '"' + Visible.show(text) + '"';
      case Set<?> items -> items.stream().map(RecordText::of).sorted().toList().toString();
      case Collection<?> items ->
          items.stream().map(RecordText::of).collect(Collectors.joining(", ", "[", "]"));
      case Optional<?> optional -> of(optional.orElseThrow());
      case OptionalLong optional -> Long.toString(optional.orElseThrow());
      default -> value.toString();
    };
  }

  public static String lines(SourcePosition position) {
    return position.firstLine() == position.lastLine()
        ? "L" + position.firstLine()
        : "L" + position.firstLine() + "-" + position.lastLine();
  }

  private static String components(Record typed) {
    List<String> parts = new ArrayList<>();
    for (RecordComponent component : typed.getClass().getRecordComponents()) {
      Object value = get(typed, component);
      boolean told = component.getName().equals("original") || value instanceof SourcePosition;
      if (!told && !isNothing(value)) {
        parts.add(component.getName() + "=" + of(value));
      }
    }
    return parts.toString().replaceFirst("^\\[", "(").replaceFirst("]$", ")");
  }

  private static Object get(Record typed, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(typed);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isNothing(Object value) {
    return value.equals(false)
        || value.equals(Optional.empty())
        || value.equals(OptionalLong.empty())
        || (value instanceof Collection<?> items && items.isEmpty());
  }
}
