package dev.bulwark.text;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.LegacyOverrides;
import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.Message;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The model's own chat template (Jinja, as in {@code tokenizer_config.json}).
 *
 * <p>Rendered as the Hugging Face library does: blocks trimmed, the newline that ends the template
 * dropped.
 */
public final class ChatTemplate {
  private static final Jinjava JINJA = engine();

  private final String source;
  private final Map<String, String> specialTokens;
  private final String where;

  /**
   * A template.
   *
   * @param source the Jinja text
   * @param specialTokens values of {@code bos_token} and {@code eos_token}
   * @param where the file it stands in, for errors
   */
  public ChatTemplate(String source, Map<String, String> specialTokens, String where) {
    // Jinja drops one newline from the end of a template; this engine would drop the output's.
    this.source = source.endsWith("\n") ? source.substring(0, source.length() - 1) : source;
    this.specialTokens = Map.copyOf(specialTokens);
    this.where = where;
  }

  /**
   * The text that the model sees.
   *
   * @param generate whether to open the assistant's next turn
   * @throws BadInput where the template refuses these messages, with its own words
   */
  public String render(List<Message> messages, boolean generate) {
    return renderTurns(
        messages.stream()
            .map(message -> Map.of("role", message.role().label(), "content", message.content()))
            .toList(),
        generate);
  }

  /** As {@link #render}, of turns that may have further fields. */
  String renderTurns(List<? extends Map<String, ?>> turns, boolean generate) {
    Map<String, Object> context = new HashMap<>(specialTokens);
    context.put("messages", turns);
    context.put("add_generation_prompt", generate);
    RenderResult result = JINJA.renderForResult(source, context);
    List<TemplateError> errors = result.getErrors();
    if (!errors.isEmpty()) {
      throw new BadInput(
          "The chat template can't render the conversation: " + reason(errors.get(0)),
          where,
          "Change the conversation to what the template allows, or mend the template");
    }
    return result.getOutput();
  }

  private static String reason(TemplateError error) {
    Throwable cause = error.getException();
    while (cause != null) {
      if (cause instanceof Refused) {
        return String.valueOf(cause.getMessage());
      }
      cause = cause.getCause();
    }
    return String.valueOf(error.getMessage());
  }

  private static Jinjava engine() {
    LegacyOverrides asJinjaDoes =
        LegacyOverrides.newBuilder()
            .withUseNaturalOperatorPrecedence(true)
            .withParseWhitespaceControlStrictly(true)
            .withUseTrimmingForNotesAndExpressions(true)
            .build();
    // Nested interpretation would run template code that stands in a message.
    JinjavaConfig config =
        JinjavaConfig.newBuilder()
            .withTrimBlocks(true)
            .withLstripBlocks(true)
            .withKeepTrailingNewline(true)
            .withNestedInterpretationEnabled(false)
            .withLegacyOverrides(asJinjaDoes)
            .build();
    Jinjava jinja = new Jinjava(config);
    jinja.getGlobalContext().registerTag(new LoopTag());
    jinja.getGlobalContext().registerTag(new GenerationTag());
    jinja
        .getGlobalContext()
        .registerFunction(
            new ELFunctionDefinition(
                "", "raise_exception", ChatTemplate.class, "raise", String.class));
    return jinja;
  }

  /** The function {@code raise_exception} of templates; public because the engine calls it. */
  @SuppressWarnings("DoNotCallSuggester") // templates call it, by reflection
  public static String raise(String message) {
    throw new Refused(message);
  }

  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }
}
