package dev.kaniko.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.lang.ArchRule;
import dev.kaniko.adapters.context.planted.SeesAnotherAdapter;
import dev.kaniko.application.planted.SeesAnAdapter;
import dev.kaniko.cli.planted.MakesAnAdapter;
import dev.kaniko.domain.dockerfile.instruction.CopyInstruction;
import dev.kaniko.domain.dockerfile.instruction.Instruction.FileInstruction;
import dev.kaniko.domain.planted.HelperUtil;
import dev.kaniko.domain.planted.SeesAPort;
import dev.kaniko.domain.planted.TouchesADisk;
import dev.kaniko.planted.ExitsByItself;
import dev.kaniko.planted.KeepsGlobalState;
import dev.kaniko.planted.NobodyMakesIt;
import dev.kaniko.planted.NobodyReadsIt;
import dev.kaniko.planted.ReadsTheEnvironment;
import dev.kaniko.planted.first.NeedsTheSecond;
import dev.kaniko.planted.second.NeedsTheFirst;
import dev.kaniko.ports.credentials.CredentialHelper;
import dev.kaniko.ports.planted.PortThatKnowsPf4j;
import java.util.List;
import org.pf4j.Extension;
import org.pf4j.ExtensionPoint;
import picocli.CommandLine.Option;

/** What holds the architecture together; each rule comes with a class that breaks it. */
record ArchitectureRule(String name, ArchRule rule, List<Class<?>> violation) {

  private ArchitectureRule(String name, ArchRule rule, Class<?>... violation) {
    this(name, rule, List.of(violation));
  }

  static List<ArchitectureRule> all() {
    return List.of(
        new ArchitectureRule(
            "the domain needs the jdk alone",
            classes()
                .that()
                .resideInAPackage("dev.kaniko.domain..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "dev.kaniko.domain.."),
            SeesAPort.class),
        new ArchitectureRule(
            "the domain touches no file and no network",
            noClasses()
                .that()
                .resideInAPackage("dev.kaniko.domain..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                    "java.nio.file..", "java.nio.channels..", "java.net.http..", "java.sql.."),
            TouchesADisk.class),
        new ArchitectureRule(
            "ports need the domain alone",
            classes()
                .that()
                .resideInAPackage("dev.kaniko.ports..")
                .and(not(assignableTo(ExtensionPoint.class)))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "dev.kaniko.domain..", "dev.kaniko.ports.."),
            PortThatKnowsPf4j.class),
        new ArchitectureRule(
            "the application sees domain and ports",
            classes()
                .that()
                .resideInAPackage("dev.kaniko.application..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                    "java..",
                    "dev.kaniko.domain..",
                    "dev.kaniko.ports..",
                    "dev.kaniko.application.."),
            SeesAnAdapter.class),
        new ArchitectureRule(
            "only the wiring makes adapters",
            noClasses()
                .that()
                .resideOutsideOfPackages("dev.kaniko.adapters..", "dev.kaniko.wiring..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.kaniko.adapters.."),
            MakesAnAdapter.class),
        new ArchitectureRule(
            "adapters do not see one another",
            slices().matching("dev.kaniko.adapters.(*)..").should().notDependOnEachOther(),
            SeesAnotherAdapter.class),
        new ArchitectureRule(
            "no package is in a cycle",
            slices().matching("dev.kaniko.(**)").should().beFreeOfCycles(),
            NeedsTheFirst.class,
            NeedsTheSecond.class),
        new ArchitectureRule(
            "only main ends the process",
            noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.kaniko.wiring.Main")
                .should()
                .callMethod(System.class, "exit", int.class),
            ExitsByItself.class),
        new ArchitectureRule(
            "only main reads the environment",
            noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.kaniko.wiring.Main")
                .should()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(System.class, "getenv", String.class),
            ReadsTheEnvironment.class),
        new ArchitectureRule(
            "nothing changes for the whole process",
            fields().that().areStatic().should().beFinal(),
            KeepsGlobalState.class),
        new ArchitectureRule(
            "every adapter is used by somebody",
            classes()
                .that(Use.implementsAPort())
                .and()
                // The index names these: ArchitectureTest holds it to that.
                .areNotAnnotatedWith(Extension.class)
                .should(Use.BE_USED_BY_ANOTHER_CLASS),
            NobodyMakesIt.class),
        new ArchitectureRule(
            "every flag is read by somebody",
            fields()
                .that()
                .areAnnotatedWith(Option.class)
                .and(not(Use.WITHOUT_EFFECT))
                .should(Use.BE_READ_BY_ANOTHER_CLASS),
            NobodyReadsIt.class),
        new ArchitectureRule(
            "nothing of an instruction that changes files is parsed and forgotten",
            classes()
                .that()
                .areAssignableTo(FileInstruction.class)
                .and()
                .areRecords()
                .should(Use.BE_EXECUTED_OR_REFUSED_IN_FULL),
            // Alone, with nobody there to execute it.
            CopyInstruction.class),
        new ArchitectureRule(
            "names say what a class is",
            noClasses()
                .that()
                .areNotAssignableTo(CredentialHelper.class)
                .should()
                .haveNameMatching(
                    ".*[.$](Abstract[A-Z].*|.*(Util|Utils|Manager|Impl|Helper|Common|Info|Data))"),
            HelperUtil.class));
  }

  @Override
  public String toString() {
    return name;
  }
}
