package dev.bulwark.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bulwark.data.BadInput;
import dev.bulwark.evaluate.Slice;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GateTreeTest {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_SINGLE_QUOTES).build();

  private static Gate gate(String json) throws JsonProcessingException {
    return Gate.of("release", JSON.readTree(json), "<gate>", Path.of("/project"));
  }

  @Test
  void readsRulesWithNumbersAsTextAndPercent() throws JsonProcessingException {
    Gate gate =
        gate(
            "{'mode':'assure','alpha':'0.1','baseline':'base.json','rules':["
                + "{'metric':'violation.rate','maximum':'5 %','maxIncrease':0.02},"
                + "{'metric':'helpfulness','minimum':'0.9'}]}");
    assertThat(gate.settings().mode()).isEqualTo(GateSettings.Mode.ASSURE);
    assertThat(gate.settings().alpha()).isEqualTo(0.1);
    assertThat(gate.rules().get(0)).isEqualTo(Rule.atMost("violation.rate", 0.05));
    assertThat(gate.rules().get(1)).isInstanceOf(NoWorseThan.class);
    assertThat(gate.rules().get(2)).isEqualTo(Rule.atLeast("helpfulness", 0.9));
    assertThat(gate.check(Runs.of(300, 0, 300, 0)).findings().get(1).message())
        .startsWith("There is no baseline file /project/base.json.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"rulez\":[]} | Unknown key 'rulez' (<gate>). Known here are alpha, anchor,"
            + " baseline, canaries, headline, includeCategories, maxErrorRate, maxParseFailures,"
            + " mode, power, rules.",
        "{\"rules\":[{\"metric\":\"m\",\"maximun\":1}]} | Unknown key 'maximun' (<gate>, rule 1)."
            + " Known here are baseline, eachSlice, lowest, maxDecrease, maxIncrease, maximum,"
            + " metric, minimum, minimumHarm, slice.",
        "{\"rules\":[{\"maximum\":1}]} | The rule names no metric (<gate>, rule 1). Write a metric.",
        "{\"rules\":[{\"metric\":\"m\"}]} | The rule for m demands nothing (<gate>, rule 1). Give it"
            + " maximum, minimum, maxIncrease, maxDecrease or eachSlice.",
        "{\"rules\":[{\"metric\":\"m\",\"maximum\":\"two\"}]} | 'maximum' is two, which is no number"
            + " (<gate>, rule 1). Write a share like 0.02 or 2%.",
        "{\"rules\":[{\"metric\":\"m\",\"maximum\":null}]} | 'maximum' is null, which is no number"
            + " (<gate>, rule 1). Write a share like 0.02 or 2%.",
        "{\"rules\":[{\"metric\":\"m\",\"maxIncrease\":0.1}]} | The rule compares, but there is no"
            + " baseline (<gate>, rule 1). Write the baseline file's path.",
        "{\"rules\":[{\"metric\":\"helpfulness\",\"maxIncrease\":0.1}]} | 'maxIncrease' limits"
            + " changes of helpfulness for the better (<gate>, rule 1). Write maxDecrease.",
        "{\"rules\":[{\"metric\":\"violation.rate\",\"maxDecrease\":0.1}]} | 'maxDecrease' limits"
            + " changes of violation.rate for the better (<gate>, rule 1). Write maxIncrease.",
        "{\"rules\":[{\"metric\":\"m\",\"maximum\":\"NaN\"}]} | 'maximum' is NaN, but must be"
            + " between 0 and 1 (<gate>, rule 1). Write a share like 0.02 or 2%.",
        "{\"rules\":[{\"metric\":\"m\",\"maximum\":3}]} | 'maximum' is 3, but must be between 0 and"
            + " 1 (<gate>, rule 1). Write 3% or 0.03.",
        "{\"baseline\":\"b\",\"rules\":[{\"metric\":\"m\",\"slice\":\"category=b\",\"maxIncrease\":0.1}]} |"
            + " 'maxIncrease' can't be limited to a slice, which has too few prompts for a margin"
            + " (<gate>, rule 1). Write eachSlice to look for harm slice by slice.",
        "{\"rules\":[{\"metric\":\"m\",\"slice\":\"weapons\",\"maximum\":0.1}]} | 'slice' is weapons"
            + " (<gate>, rule 1). Write a key and a label like category=weapons; keys are category,"
            + " attack.",
        "{\"rules\":[{\"metric\":\"m\",\"eachSlice\":\"colour\"}]} | 'eachSlice' is colour (<gate>,"
            + " rule 1). Write one of category, attack.",
        "{\"canaries\":\"c\"} | 'canaries' is not a list (<gate>). Write a list.",
        "{\"maxParseFailures\":0.5} | 'maxParseFailures' is 0.5, but must be a count (<gate>). Write"
            + " a whole number from 0.",
        "{\"headline\":true} | The headline compares, but there is no baseline (<gate>). Write the"
            + " baseline's path.",
        "{\"rules\":{}} | 'rules' is not a list (<gate>). Write a list of rules.",
        "{\"mode\":\"assureAboveZero\"} | The mode is 'assureAboveZero' (<gate>). Write detect or"
            + " assure.",
        "{\"alpha\":0} | alpha is 0.0, but must be above 0 and below 0.5 (<gate>). Write a number in"
            + " that range.",
      })
  void namesWhatCannotBeMeant(String json, String message) {
    assertThatThrownBy(() -> gate(json)).isInstanceOf(BadInput.class).hasMessage(message);
  }

  @Test
  void readsSlicesCanariesCategoriesAndTheHeadline() throws JsonProcessingException {
    Gate gate =
        gate(
            "{'baseline':'b.json','anchor':'a.json','headline':true,'canaries':['p1'],"
                + "'includeCategories':['weapons'],'maxParseFailures':2,'rules':["
                + "{'metric':'violation.rate','slice':'category=weapons','maximum':'12%'},"
                + "{'metric':'violation.rate','eachSlice':'attack'}]}");
    assertThat(gate.rules())
        .extracting(Configuration::word)
        .containsExactly(
            "noWorseThan",
            "noWorseThan",
            "noWorseThan",
            "noWorseThan",
            "noWorseThan",
            "noWorseThan",
            "noWorseThan",
            "noWorseThan",
            "atMost",
            "noSliceWorse by attack",
            "noSliceWorse by attack",
            "never");
    assertThat(gate.rules().get(8))
        .isEqualTo(Rule.atMost("violation.rate", Slice.category("weapons"), 0.12));
    assertThat(gate.settings().maxParseFailures()).isEqualTo(2);
    assertThat(gate.categories()).containsExactly("weapons");
  }

  /** A gate that drops what somebody wrote compares with less than its author believes. */
  @ParameterizedTest
  @ValueSource(strings = {"' '", "7", "['old.json']", "null"})
  void anAnchorThatNamesNoFileIsAnError(String anchor) {
    String json = "{'baseline':'b.json','anchor':" + anchor + ",'rules':[]}";
    assertThatThrownBy(() -> gate(json))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "'anchor' is %s, which names no file (<gate>). Write the path of a baseline file, or"
                + " leave the key out.",
            anchor.replace('\'', '"'));
  }

  @Test
  void aRuleWithABaselineOfItsOwnIsHeldAgainstTheAnchorToo() throws JsonProcessingException {
    Gate gate =
        gate(
            "{'baseline':'b.json','anchor':'a.json','rules':["
                + "{'metric':'violation.rate','maxIncrease':0.1,'baseline':'c.json'}]}");
    assertThat(gate.rules())
        .extracting(rule -> ((NoWorseThan) rule).baseline())
        .extracting(
            Reference::title, one -> ((Reference.InFile) one).file().getFileName().toString())
        .containsExactly(tuple("baseline", "c.json"), tuple("anchor", "a.json"));
  }

  @Test
  void aFileThatIsBothBaselineAndAnchorIsComparedWithOnce() throws JsonProcessingException {
    Gate gate =
        gate(
            "{'baseline':'b.json','anchor':'./b.json','rules':["
                + "{'metric':'violation.rate','maxIncrease':0.1}]}");
    assertThat(gate.rules()).hasSize(1);
  }
}
