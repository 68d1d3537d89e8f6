package dev.bulwark.maven;

import java.util.Locale;

/** Which of the two baselines of a gate something is. */
enum Compared {
  /** The one that moves. */
  BASELINE,
  /** The one that is pinned. */
  ANCHOR;

  /** The word for it in messages, and the name of its file in a pom. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The name of the parameter, and of the verdict's field, for its artifact. */
  String key() {
    return word() + "Artifact";
  }

  /** The pom's element for its artifact. */
  String element() {
    return "<" + key() + ">";
  }
}
