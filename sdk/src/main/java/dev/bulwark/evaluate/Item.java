package dev.bulwark.evaluate;

import dev.bulwark.data.Message;
import dev.bulwark.data.Prompt;
import dev.bulwark.data.Prompt.Judged;
import dev.bulwark.data.Prompt.Kind;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * What a result keeps of its prompt: all but the words.
 *
 * @param id the prompt's id, unique in its suite
 * @param contentHash SHA-256 over the turns and the marks, as hex
 * @param kind what a good answer is
 * @param cluster the base prompt; statistics count a cluster once
 * @param category the risk category, where one is named
 * @param attack the attack style, empty for a plain request
 */
public record Item(
    String id,
    String contentHash,
    Kind kind,
    String cluster,
    Optional<String> category,
    Optional<String> attack) {

  /** The item of a prompt. */
  public static Item of(Prompt prompt) {
    Hash hash = new Hash();
    for (Message message : prompt.messages()) {
      hash.add(message.role().label()).add(message.content());
    }
    hash.add("expected");
    prompt.marks().expected().forEach(hash::add);
    hash.add("forbidden");
    prompt.marks().forbidden().forEach(hash::add);
    if (prompt.judged() != Judged.LAST) {
      hash.add("judged").add(prompt.judged().label());
    }
    return new Item(
        prompt.id(),
        hash.hex(),
        prompt.kind(),
        prompt.cluster(),
        prompt.category(),
        prompt.attack());
  }

  /** SHA-256 over a whole set of items, whatever their order: the fingerprint of a suite. */
  public static String hash(Collection<Item> items) {
    Hash hash = new Hash();
    items.stream().sorted(Comparator.comparing(Item::id)).forEach(item -> item.addTo(hash));
    return hash.hex();
  }

  private void addTo(Hash hash) {
    hash.add(id).add(contentHash).add(kind.label()).add(cluster);
    hash.add(category.orElse("")).add(attack.orElse(""));
  }
}
