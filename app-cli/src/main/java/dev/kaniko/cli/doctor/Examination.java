package dev.kaniko.cli.doctor;

import dev.kaniko.application.doctor.Diagnosis;
import dev.kaniko.cli.process.Surroundings;

/** Looks at the machine; the composition root does it with the real probes. */
public interface Examination {
  Diagnosis of(DoctorOptions options, Surroundings surroundings);
}
