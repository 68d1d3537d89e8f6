package dev.bulwark.evaluate;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Some prompts of a suite: those with one label.
 *
 * @param key what they have in common
 * @param label the label, such as {@code weapons}; {@link #NONE} for those without one
 */
public record Slice(Key key, String label) {
  /** The label of prompts that have none. */
  public static final String NONE = "none";

  /** What prompts may have in common. */
  public enum Key {
    /** The risk category. */
    CATEGORY,
    /** The attack that disguises the request. */
    ATTACK;

    /** The name in rules and messages. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The key of that name. */
    public static Optional<Key> labelled(String label) {
      return Arrays.stream(values()).filter(key -> key.label().equals(label)).findFirst();
    }

    /** The label of a prompt. */
    public String of(Item item) {
      return (this == CATEGORY ? item.category() : item.attack()).orElse(NONE);
    }
  }

  /** Prompts of a category. */
  public static Slice category(String label) {
    return new Slice(Key.CATEGORY, label);
  }

  /** Reads what {@link #toString} writes; empty for text of another form. */
  public static Optional<Slice> of(String text) {
    int at = text.indexOf('=');
    return at < 0 || at == text.length() - 1
        ? Optional.empty()
        : Key.labelled(text.substring(0, at).strip())
            .map(key -> new Slice(key, text.substring(at + 1).strip()));
  }

  /** All slices by a key among some results, in the order of their labels. */
  public static List<Slice> of(Key key, Collection<ItemResult> results) {
    TreeSet<String> labels = new TreeSet<>();
    results.forEach(result -> labels.add(key.of(result.item())));
    return labels.stream().map(label -> new Slice(key, label)).toList();
  }

  /** Whether a prompt belongs to it. */
  public boolean holds(Item item) {
    return key.of(item).equals(label);
  }

  /** The results on its prompts. */
  public List<ItemResult> of(Collection<ItemResult> results) {
    return results.stream().filter(result -> holds(result.item())).toList();
  }

  /** Such as {@code category=weapons}. */
  @Override
  public String toString() {
    return key.label() + "=" + label;
  }
}
