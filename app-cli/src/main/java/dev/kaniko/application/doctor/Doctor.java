package dev.kaniko.application.doctor;

import dev.kaniko.application.doctor.Diagnosis.Entry;
import dev.kaniko.ports.diagnosis.Finding;
import dev.kaniko.ports.diagnosis.Finding.Mark;
import dev.kaniko.ports.diagnosis.Probe;
import dev.kaniko.ports.failure.BuildFailure;
import java.util.ArrayList;
import java.util.List;

/** Says what a machine allows, and whether that is enough to run commands in a build. */
public final class Doctor {
  private final List<Probe> surroundings;
  private final Probe commands;

  /**
   * @param surroundings what is good to know, in the order to be told
   * @param commands how a build would run commands: the last of its findings is the answer
   */
  public Doctor(List<Probe> surroundings, Probe commands) {
    this.surroundings = List.copyOf(surroundings);
    this.commands = commands;
  }

  public Diagnosis examine() {
    List<Entry> entries = new ArrayList<>();
    for (Probe probe : surroundings) {
      entries.addAll(entriesOf(probe));
    }
    List<Entry> decisive = entriesOf(commands);
    entries.addAll(decisive);
    boolean canRun = !decisive.isEmpty() && decisive.getLast().finding().mark().equals(Mark.OK);
    return new Diagnosis(entries, canRun);
  }

  /** What a build would fail with is a finding here, and the rest is looked at all the same. */
  private static List<Entry> entriesOf(Probe probe) {
    List<Finding> findings;
    try {
      findings = probe.findings();
    } catch (BuildFailure e) {
      findings = List.of(Finding.no(e.getMessage()));
    }
    return findings.stream().map(finding -> new Entry(probe.subject(), finding)).toList();
  }
}
