package dev.bulwark.report;

import dev.bulwark.data.Printable;
import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.ItemResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Says in a few lines what went wrong with the prompts that gave an error. */
public final class ErrorLines {
  private static final int MOST_MESSAGES = 3;
  private static final int LONGEST = 300;

  private ErrorLines() {}

  /** One line for each of the most frequent messages; none where no prompt gave an error. */
  public static List<String> of(Evaluation evaluation) {
    Map<String, List<String>> byMessage = new LinkedHashMap<>();
    for (ItemResult result : evaluation.results()) {
      if (result.outcome().isError()) {
        byMessage.computeIfAbsent(message(result), key -> new ArrayList<>()).add(result.id());
      }
    }
    List<String> lines = new ArrayList<>();
    byMessage.entrySet().stream()
        .sorted((one, other) -> other.getValue().size() - one.getValue().size())
        .limit(MOST_MESSAGES)
        .forEach(entry -> lines.add(line(entry.getKey(), entry.getValue())));
    int more = byMessage.size() - MOST_MESSAGES;
    if (more > 0) {
      lines.add(
          "Other messages, not shown here: "
              + more
              + ". The field 'error' of the results has them.");
    }
    return lines;
  }

  private static String message(ItemResult result) {
    return result.outcome()
        + ": "
        + result.error().map(ItemResult.Failure::message).orElse("no message");
  }

  private static String line(String message, List<String> ids) {
    String shown =
        message.length() <= LONGEST ? message : message.substring(0, LONGEST).strip() + " …";
    String count = ids.size() == 1 ? "1 prompt" : ids.size() + " prompts";
    return Printable.line(count + ", such as '" + ids.get(0) + "': " + shown);
  }
}
