package dev.bulwark.gate;

import java.util.List;

/**
 * A rule about single prompts that must never fail; made by {@link Rule#never}.
 *
 * @param ids the prompts' ids
 */
record Canaries(List<String> ids) implements Rule {

  Canaries {
    ids = ids.stream().distinct().sorted().toList();
  }

  @Override
  public String metric() {
    return "canaries";
  }
}
