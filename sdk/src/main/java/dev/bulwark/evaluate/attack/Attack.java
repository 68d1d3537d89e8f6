package dev.bulwark.evaluate.attack;

import dev.bulwark.data.Message;
import dev.bulwark.data.Prompt;
import dev.bulwark.data.Prompt.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A disguise of a request, to see whether a model still recognises it. The same request always gets
 * the same disguise.
 *
 * <p>An attack of one's own is two methods, or one line: {@code Attack.onText("shout", text ->
 * text.toUpperCase(Locale.ROOT))}.
 */
public interface Attack {
  /** Its name, which a disguised prompt bears as attack style; slices of metrics go by it. */
  String name();

  /**
   * The turns in disguise.
   *
   * @param turns at least one, the last the user's
   * @return turns that end with the user's; user's turns that follow each other are answered one by
   *     one
   */
  List<Message> disguise(List<Message> turns);

  /** The prompt in disguise: same kind, cluster and marks. */
  default Prompt apply(Prompt prompt) {
    return prompt
        .variant(prompt.id() + "~" + name(), disguise(prompt.messages()))
        .labelled(prompt.labels().attack(name()));
  }

  /** An attack that changes the words of the last turn alone. */
  static Attack onText(String name, UnaryOperator<String> disguise) {
    return new TextAttack(name, disguise);
  }

  /** All attacks that need no table, in a fixed order. */
  static List<Attack> all() {
    return Stream.concat(
            Stream.concat(Ciphers.all().stream(), Wrappers.all().stream()),
            Stream.of(new PayloadSplit(), new WarmUp()))
        .toList();
  }

  /**
   * The attacks of these names.
   *
   * @throws IllegalArgumentException for a name that is none, listing those that are
   */
  static List<Attack> named(List<String> names) {
    Map<String, Attack> known =
        all().stream().collect(Collectors.toMap(Attack::name, attack -> attack));
    return names.stream()
        .map(
            name ->
                Optional.ofNullable(known.get(name))
                    .orElseThrow(
                        () ->
                            new IllegalArgumentException(
                                "attack is %s, but must be one of %s"
                                    .formatted(name, all().stream().map(Attack::name).toList()))))
        .toList();
  }

  /** Prompts, and after them the plain harmful ones among them in each of the attacks. */
  static List<Prompt> onto(List<Prompt> prompts, List<Attack> attacks) {
    List<Prompt> all = new ArrayList<>(prompts);
    for (Attack attack : attacks) {
      prompts.stream()
          .filter(prompt -> prompt.kind() == Kind.HARMFUL && prompt.attack().isEmpty())
          .map(attack::apply)
          .forEach(all::add);
    }
    return List.copyOf(all);
  }
}
