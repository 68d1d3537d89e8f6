package dev.bulwark.data;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Who speaks in a conversation. */
public enum Role {
  /** Standing instructions, at most one and only in front. */
  SYSTEM,
  /** The person. */
  USER,
  /** The model; only its words carry a training loss. */
  ASSISTANT;

  /** The name as data files and chat templates write it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role of that label, or empty for a label that is none of the three. */
  public static Optional<Role> labelled(String label) {
    return Arrays.stream(values()).filter(role -> role.label().equals(label)).findFirst();
  }
}
