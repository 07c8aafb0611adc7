package dev.kaniko.application.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaniko.application.doctor.Diagnosis.Entry;
import dev.kaniko.ports.diagnosis.Finding;
import dev.kaniko.ports.diagnosis.Probe;
import dev.kaniko.ports.failure.EnvironmentFailure;
import java.util.List;
import org.junit.jupiter.api.Test;

class DoctorTest {
  private static final Finding GOOD = Finding.ok("good");
  private static final Finding BAD = Finding.no("bad");
  private static final Finding ODD = Finding.note("odd");

  @Test
  void findings_are_told_in_the_order_of_the_probes_with_their_subjects() {
    Doctor doctor =
        new Doctor(List.of(found("one", GOOD, ODD), found("two", BAD)), found("three", GOOD));
    assertThat(doctor.examine().entries())
        .containsExactly(
            new Entry("one", GOOD),
            new Entry("one", ODD),
            new Entry("two", BAD),
            new Entry("three", GOOD));
  }

  @Test
  void the_last_finding_about_commands_decides() {
    assertThat(new Doctor(List.of(), found("commands", BAD, GOOD)).examine().commandsCanRun())
        .isTrue();
    assertThat(new Doctor(List.of(), found("commands", GOOD, BAD)).examine().commandsCanRun())
        .isFalse();
    assertThat(new Doctor(List.of(), found("commands", GOOD, ODD)).examine().commandsCanRun())
        .isFalse();
    assertThat(new Doctor(List.of(), found("commands")).examine().commandsCanRun()).isFalse();
  }

  @Test
  void what_is_wrong_elsewhere_does_not_decide() {
    Doctor doctor = new Doctor(List.of(found("registry", BAD)), found("commands", GOOD));
    assertThat(doctor.examine().commandsCanRun()).isTrue();
  }

  @Test
  void a_failing_probe_is_a_finding_and_the_others_are_asked_all_the_same() {
    Doctor doctor = new Doctor(List.of(failing("disk"), found("two", ODD)), failing("commands"));
    assertThat(doctor.examine())
        .isEqualTo(
            new Diagnosis(
                List.of(
                    new Entry("disk", Finding.no("disk is gone")),
                    new Entry("two", ODD),
                    new Entry("commands", Finding.no("commands is gone"))),
                false));
  }

  @Test
  void a_finding_is_one_line_whatever_it_quotes() {
    assertThat(Finding.no("said\r\nok  \u001b[1mall is well").text())
        .isEqualTo("said ok   [1mall is well");
  }

  private record Found(String subject, List<Finding> findings) implements Probe {}

  private static Probe found(String subject, Finding... findings) {
    return new Found(subject, List.of(findings));
  }

  private static Probe failing(String name) {
    return new Probe() {
      @Override
      public String subject() {
        return name;
      }

      @Override
      public List<Finding> findings() {
        throw new EnvironmentFailure(name + " is gone", "look for it");
      }
    };
  }
}
