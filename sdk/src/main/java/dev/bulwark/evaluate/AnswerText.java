package dev.bulwark.evaluate;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Brings text to one form before phrases are looked for in it. */
final class AnswerText {
  private static final Pattern SINGLE_QUOTES = Pattern.compile("[\\u2018\\u2019\\u02BC\\u00B4`]");
  private static final Pattern DOUBLE_QUOTES = Pattern.compile("[\\u201C\\u201D\\u00AB\\u00BB]");
  private static final Pattern INVISIBLE = Pattern.compile("\\p{Cf}+");
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");
  private static final Pattern BLANKS = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);

  private AnswerText() {}

  /**
   * Compatibility-composed, lower case, straight quotes, single blanks, no invisible characters.
   */
  static String normalise(String text) {
    String form = Normalizer.normalize(text, Normalizer.Form.NFKC);
    form = SINGLE_QUOTES.matcher(form).replaceAll("'");
    form = DOUBLE_QUOTES.matcher(form).replaceAll("\"");
    form = INVISIBLE.matcher(form).replaceAll("");
    form = BLANKS.matcher(form).replaceAll(" ").strip();
    return form.toLowerCase(Locale.ROOT);
  }

  /**
   * Whether a normalised text holds a phrase as whole words.
   *
   * @throws IllegalArgumentException for a phrase that would match anything
   */
  static boolean holds(String normalised, String phrase) {
    String wanted = normalise(phrase);
    if (wanted.isEmpty()) {
      throw new IllegalArgumentException("A mark holds no visible character");
    }
    for (int at = normalised.indexOf(wanted); at >= 0; at = normalised.indexOf(wanted, at + 1)) {
      int end = at + wanted.length();
      if (isBorder(normalised, at) && isBorder(normalised, end)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether a normalised text mentions a phrase: its words in order, whatever stands between them,
   * the last one maybe in the plural. A phrase without a word is looked for as it stands.
   *
   * @throws IllegalArgumentException for a phrase that would match anything
   */
  static boolean mentions(String normalised, String phrase) {
    String[] words =
        WORD.matcher(normalise(phrase)).results().map(MatchResult::group).toArray(String[]::new);
    if (words.length == 0) {
      return holds(normalised, phrase);
    }
    String pattern =
        Arrays.stream(words)
            .map(Pattern::quote)
            .collect(
                Collectors.joining(
                    "[^\\p{L}\\p{N}]+", "(?<![\\p{L}\\p{N}])", "(?:e?s)?(?![\\p{L}\\p{N}])"));
    return Pattern.compile(pattern).matcher(normalised).find();
  }

  private static boolean isBorder(String text, int at) {
    return at == 0
        || at == text.length()
        || !isWord(text.codePointBefore(at))
        || !isWord(text.codePointAt(at));
  }

  private static boolean isWord(int codePoint) {
    return Character.isLetterOrDigit(codePoint);
  }
}
