package dev.kaniko.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaFieldAccess.AccessType;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.kaniko.cli.flags.TakenOverFlags;
import java.lang.reflect.RecordComponent;
import java.util.Set;

/** Whether what is there is used by what else is there. */
final class Use {
  private static final String USE = "dev.kaniko.application";
  private static final Set<String> OF_EVERY_INSTRUCTION = Set.of("position", "original");

  /** Flags that say in their help that they change nothing, or not yet. */
  static final DescribedPredicate<JavaField> WITHOUT_EFFECT =
      DescribedPredicate.describe(
          "are known to be without effect",
          field -> field.getOwner().isEquivalentTo(TakenOverFlags.class));

  static final ArchCondition<JavaClass> BE_USED_BY_ANOTHER_CLASS =
      new ArchCondition<>("be used by another class") {
        @Override
        public void check(JavaClass type, ConditionEvents events) {
          boolean used = type.getAccessesToSelf().stream().anyMatch(a -> isFromElsewhere(a, type));
          events.add(new SimpleConditionEvent(type, used, "nothing uses " + type.getName()));
        }
      };

  static final ArchCondition<JavaField> BE_READ_BY_ANOTHER_CLASS =
      new ArchCondition<>("be read by another class") {
        @Override
        public void check(JavaField field, ConditionEvents events) {
          boolean read =
              field.getAccessesToSelf().stream()
                  .filter(access -> access.getAccessType() == AccessType.GET)
                  .anyMatch(access -> isFromElsewhere(access, field.getOwner()));
          events.add(new SimpleConditionEvent(field, read, "nothing reads " + field.getFullName()));
        }
      };

  /** That it is looked at does not say that it is done right: but it cannot be forgotten. */
  static final ArchCondition<JavaClass> BE_EXECUTED_OR_REFUSED_IN_FULL =
      new ArchCondition<>("have every part looked at by the application") {
        @Override
        public void check(JavaClass instruction, ConditionEvents events) {
          for (RecordComponent part : instruction.reflect().getRecordComponents()) {
            if (!OF_EVERY_INSTRUCTION.contains(part.getName())) {
              String name = instruction.getName() + "." + part.getName();
              boolean read =
                  isUsed(instruction.getMethod(part.getName()))
                      || instruction.getField(part.getName()).getAccessesToSelf().stream()
                          .anyMatch(access -> isOfWhatIsUsed(access.getOrigin(), instruction));
              events.add(new SimpleConditionEvent(instruction, read, "nothing does " + name));
            }
          }
        }
      };

  private Use() {}

  private static boolean isUsed(JavaMember member) {
    return member.getAccessesToSelf().stream()
        .anyMatch(access -> access.getOriginOwner().getPackageName().startsWith(USE));
  }

  /** A method of the instruction that tells several parts as one. */
  private static boolean isOfWhatIsUsed(JavaCodeUnit reader, JavaClass instruction) {
    return reader.getOwner().equals(instruction)
        && reader instanceof JavaMethod
        && !reader.getName().equals("expand")
        && isUsed(reader);
  }

  private static boolean isFromElsewhere(JavaAccess<?> access, JavaClass type) {
    return !access.getOriginOwner().equals(type);
  }

  /** A class of the adapters, or of anything else outside of the ports, that implements a port. */
  static DescribedPredicate<JavaClass> implementsAPort() {
    return DescribedPredicate.describe(
        "implement a port",
        type ->
            !type.isInterface()
                && !isPort(type)
                && type.getAllRawInterfaces().stream().anyMatch(Use::isPort));
  }

  private static boolean isPort(JavaClass type) {
    return type.getPackageName().startsWith("dev.kaniko.ports")
        && !type.getPackageName().endsWith(".planted");
  }
}
