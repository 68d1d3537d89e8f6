package dev.bulwark.maven;

/** What a build does where a gate had too few prompts to decide. */
public enum OnInconclusive {
  /** It fails, because nothing shows that the model is safe. */
  FAIL,
  /** It goes on with a warning. */
  WARN
}
