package dev.bulwark.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.data.BadInput;
import org.codehaus.plexus.configuration.DefaultPlexusConfiguration;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PomTreeTest {
  @Test
  void nestsAsThePomDoes() {
    PlexusConfiguration settings = element("settings");
    PlexusConfiguration optimisation = settings.getChild("optimisation", true);
    optimisation.getChild("epochs", true).setValue(" 2 ");
    settings.getChild("precision", true).setValue("bf16");

    assertThat(PomTree.object(settings))
        .hasToString("{\"optimisation\":{\"epochs\":2},\"precision\":\"bf16\"}");
  }

  @Test
  void takesAPluralForAList() {
    PlexusConfiguration settings = element("settings");
    PlexusConfiguration list = settings.getChild("projections", true);
    list.getChild("projection", true).setValue("q");

    assertThat(PomTree.object(settings)).hasToString("{\"projections\":[\"q\"]}");
  }

  @Test
  void keepsOneChildOfAnotherNameAnObject() {
    PlexusConfiguration settings = element("settings");
    settings.getChild("lora", true).getChild("rank", true).setValue("4");

    assertThat(PomTree.object(settings)).hasToString("{\"lora\":{\"rank\":4}}");
  }

  @Test
  void refusesAnElementThatStandsTwice() {
    PlexusConfiguration rules = element("rules");
    PlexusConfiguration rule = rules.getChild("rule", true);
    rule.addChild("metric", "violation.rate");
    rule.addChild("maximum", "0.01");
    rule.addChild("maximum", "0.99");

    assertThatThrownBy(() -> PomTree.array(rules))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "<maximum> stands twice in <rule> (<rule> in the pom). Keep the one that is meant.");
  }

  @Test
  void isEmptyWhereNothingIsWritten() {
    assertThat(PomTree.object(null)).isEmpty();
    assertThat(PomTree.array(null)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "3, 3",
    "-3, -3",
    "0.05, 0.05",
    "1e-4, 1.0E-4",
    "true, true",
    "007, '\"007\"'",
    "5%, '\"5%\"'",
    "NaN, '\"NaN\"'",
    "1.2.3, '\"1.2.3\"'",
    "99999999999999999999, 1.0E20"
  })
  void readsNumbersAsNumbersAndTheRestAsText(String written, String json) {
    PlexusConfiguration settings = element("settings");
    settings.getChild("name", true).setValue(written);

    assertThat(PomTree.object(settings).get("name")).hasToString(json);
  }

  private static PlexusConfiguration element(String name) {
    return new DefaultPlexusConfiguration(name);
  }
}
