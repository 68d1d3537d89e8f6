package dev.bulwark.data;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A conversation written as one text in which {@code Human:} and {@code Assistant:} after a blank
 * line begin each turn, as Anthropic's helpful-and-harmless pairs are.
 */
final class Transcript {
  private static final Pattern TURN = Pattern.compile("(?:^\\s*|\\n\\n)(Human|Assistant):[ \\t]?");

  private Transcript() {}

  /** Whether a text is one: it begins with a turn. */
  static boolean is(String text) {
    return TURN.matcher(text).lookingAt();
  }

  /** The turns, blanks around them stripped; an opened last turn has an empty content. */
  static List<Message> turns(String text) {
    List<Message> turns = new ArrayList<>();
    Matcher matcher = TURN.matcher(text);
    boolean found = matcher.find();
    while (found) {
      Role role = matcher.group(1).equals("Human") ? Role.USER : Role.ASSISTANT;
      int start = matcher.end();
      found = matcher.find();
      String content = text.substring(start, found ? matcher.start() : text.length());
      turns.add(new Message(role, content.strip()));
    }
    return turns;
  }
}
