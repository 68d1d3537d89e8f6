package dev.bulwark.evaluate.attack;

import dev.bulwark.data.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * An attack on the words of the last turn.
 *
 * @param name its name
 * @param words from plain words to disguised ones
 */
record TextAttack(String name, UnaryOperator<String> words) implements Attack {
  @Override
  public List<Message> disguise(List<Message> turns) {
    List<Message> disguised = new ArrayList<>(turns);
    int last = turns.size() - 1;
    disguised.set(last, Message.user(words.apply(turns.get(last).content())));
    return disguised;
  }
}
