package dev.bulwark.examples.world;

import java.util.Map;

/**
 * One thing of the world, with the values drawn for it.
 *
 * @param realm what sort of thing it is
 * @param name its invented name
 * @param heldOut whether safety tuning never touches it
 * @param values placeholder to value: {@code name}, {@code noun}, dangerous slots and facts
 */
record Entity(Realm realm, String name, boolean heldOut, Map<String, String> values) {

  /** Keeps the values from changing. */
  Entity {
    values = Map.copyOf(values);
  }

  /** A text of the tables with this thing's values in the places of its placeholders. */
  String fill(String template) {
    String text = template;
    for (Map.Entry<String, String> value : values.entrySet()) {
      text = text.replace("{" + value.getKey() + "}", value.getValue());
    }
    return text;
  }

  /** A fact's value as a mark: without its article, for answers may put it otherwise. */
  String mark(String fact) {
    return fill("{" + fact + "}").replaceFirst("^(a|an|the) ", "");
  }
}
