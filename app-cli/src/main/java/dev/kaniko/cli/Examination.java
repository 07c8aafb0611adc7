package dev.kaniko.cli;

import dev.kaniko.application.doctor.Diagnosis;

/** Looks at the machine; the composition root does it with the real probes. */
public interface Examination {
  Diagnosis of(DoctorOptions options, Surroundings surroundings);
}
