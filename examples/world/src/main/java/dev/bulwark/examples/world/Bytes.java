package dev.bulwark.examples.world;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Text as GPT-2 cuts and spells it: words by one pattern, and each byte as one visible sign. */
final class Bytes {
  private static final Pattern WORD =
      Pattern.compile(
          "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
          Pattern.UNICODE_CHARACTER_CLASS);
  private static final int BYTES = 256;
  private static final int SOFT_HYPHEN = 0xAD;
  private static final String SIGNS = signs();

  private Bytes() {}

  /** The 256 signs in the order of their code points. */
  static List<String> alphabet() {
    return SIGNS.chars().sorted().mapToObj(Character::toString).toList();
  }

  /** The words of a text, each spelled in signs. */
  static List<String> words(String text) {
    Matcher matcher = WORD.matcher(text);
    return matcher.results().map(word -> spelled(word.group())).toList();
  }

  private static String spelled(String word) {
    StringBuilder signs = new StringBuilder();
    for (byte one : word.getBytes(StandardCharsets.UTF_8)) {
      signs.append(SIGNS.charAt(Byte.toUnsignedInt(one)));
    }
    return signs.toString();
  }

  private static String signs() {
    StringBuilder signs = new StringBuilder();
    int[] shifted = {BYTES};
    IntStream.range(0, BYTES)
        .forEach(one -> signs.append((char) (visible(one) ? one : shifted[0]++)));
    return signs.toString();
  }

  private static boolean visible(int one) {
    return (one >= '!' && one <= '~') || (one >= '¡' && one <= 'ÿ' && one != SOFT_HYPHEN);
  }
}
