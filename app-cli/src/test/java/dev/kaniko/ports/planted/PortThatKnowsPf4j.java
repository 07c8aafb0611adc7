package dev.kaniko.ports.planted;

/** Breaks a rule of the architecture, so that the rule is seen to notice. */
public interface PortThatKnowsPf4j {
  /** Never called. */
  org.pf4j.PluginManager plugins();
}
