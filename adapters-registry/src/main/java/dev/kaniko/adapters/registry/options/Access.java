package dev.kaniko.adapters.registry.options;

/** What a registry is used for; users relax the two apart. */
public enum Access {
  PULL("pull"),
  PUSH("pull,push");

  private final String actions;

  Access(String actions) {
    this.actions = actions;
  }

  /** As a token's scope names it. */
  public String actions() {
    return actions;
  }
}
