package dev.bulwark.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.data.BadInput;
import dev.bulwark.data.Message;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Jinja does with a template, where the engine alone would do something else. */
class ChatTemplateTest {
  private static final List<Message> TURNS =
      List.of(Message.user("q"), Message.assistant("a"), Message.user("r"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{% for m in messages if m.role == 'user' %}{{ loop.index }}{{ m.content }}{% endfor %} | 1q2r",
        "{% for m in messages if m.role == 'x' %}{{ m }}{% else %}none{% endfor %} | none",
        "{% for m in messages %}{{ m.content }}{% else %}none{% endfor %} | qar",
        "{% for x in ['a if b', 'c'] %}[{{ x }}]{% endfor %} | [a if b][c]",
        "{% for x in ([1] if false else [2]) %}{{ x }}{% endfor %} | 2",
        "{% for k, v in {'a': 1, 'b': 2}.items() if v > 1 %}{{ k }}{{ v }}{% endfor %} | b2",
        "{% for x in [1, 2] %}{% for y in [3] if x > 1 %}{{ y }}{% else %}-{% endfor %}{% endfor %} | -3",
        "{% for x in [1, 2, 3] %}{% if x == 2 %}{% break %}{% endif %}{{ x }}{% endfor %} | 1",
        "{% generation %}{{ messages[1].content }}{% endgeneration %}. | a.",
        "{{ 1 + 2 * 3 }} | 7",
      })
  void rendersAsJinjaDoes(String template, String text) {
    assertThat(template(template).render(TURNS, false)).isEqualTo(text);
  }

  @Test
  void codeInAMessageIsText() {
    String code = "{{ 1+1 }}{% for x in [1] %}{# gone #}";
    assertThat(template("{{ messages[0]['content'] }}").render(List.of(Message.user(code)), false))
        .isEqualTo(code);
  }

  @Test
  void refusalShowsTheTemplatesOwnWords() {
    assertThatThrownBy(() -> template("{{ raise_exception('Not so') }}").render(TURNS, false))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "The chat template can't render the conversation: Not so (t.json). "
                + "Change the conversation to what the template allows, or mend the template.");
  }

  @Test
  void brokenTemplateIsNamed() {
    assertThatThrownBy(() -> template("{% for x of [1] %}{% endfor %}").render(TURNS, false))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("(t.json)");
  }

  @Test
  void oneNewlineAtTheEndOfTheTemplateIsDropped() {
    assertThat(template("{{ 'a\\n' }}\n").render(TURNS, false)).isEqualTo("a\n");
    assertThat(template("a\n\n").render(TURNS, false)).isEqualTo("a\n");
  }

  private static ChatTemplate template(String source) {
    return new ChatTemplate(source, Map.of(), "t.json");
  }
}
