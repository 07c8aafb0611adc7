package dev.kaniko.application.doctor;

import dev.kaniko.ports.diagnosis.Finding;
import java.util.List;

/**
 * What a doctor says.
 *
 * @param entries in the order in which things were looked at
 * @param commandsCanRun whether a Dockerfile with RUN can be built
 */
public record Diagnosis(List<Entry> entries, boolean commandsCanRun) {
  public Diagnosis {
    entries = List.copyOf(entries);
  }

  /**
   * @param subject what was looked at
   */
  public record Entry(String subject, Finding finding) {}
}
