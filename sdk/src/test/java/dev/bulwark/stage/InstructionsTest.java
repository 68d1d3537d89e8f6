package dev.bulwark.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bulwark.data.BadInput;
import dev.bulwark.stage.Instructions.Constraint;
import dev.bulwark.stage.Instructions.Instruction;
import dev.bulwark.stage.Instructions.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class InstructionsTest {
  private static final int DRAWS = 4000;
  private static final Instructions BOTH =
      new Instructions(
          List.of(
              new Constraint("Speak {}.", "Tongue: {}.", List.of("x", "y")),
              Constraint.of("Be kind.")),
          2,
          0.25,
          Place.SYSTEM);

  private static List<Instruction> draws(Instructions instructions) {
    SplittableRandom random = new SplittableRandom(5);
    List<Instruction> draws = new ArrayList<>();
    for (int i = 0; i < DRAWS; i++) {
      draws.add(instructions.draw(random.split()));
    }
    return draws;
  }

  /**
   * Alone one of "Speak x.", "Speak y." and "Be kind.", together the second with either of the
   * others in both orders: seven in all. One constraint in half of the draws: "Be kind." alone in a
   * quarter. Shortened are a quarter of those that have a brief form, which is three quarters of
   * all: 0.25 x 0.75. The deviation of a share of 4,000 draws is below 0.008.
   */
  @Test
  void constraintsAreCombinedAndShortenedAtRandom() {
    List<Instruction> draws = draws(BOTH);
    Set<String> said = new HashSet<>(draws.stream().map(Instruction::asked).toList());
    assertThat(said)
        .containsExactlyInAnyOrder(
            "Speak x.",
            "Speak y.",
            "Be kind.",
            "Speak x. Be kind.",
            "Speak y. Be kind.",
            "Be kind. Speak x.",
            "Be kind. Speak y.");
    assertThat(share(draws.stream().filter(each -> each.asked().equals("Be kind.")).count()))
        .isCloseTo(0.25, within(0.03));
    List<Instruction> brief =
        draws.stream().filter(each -> !each.asked().equals(each.learned())).toList();
    assertThat(share(brief.size())).isCloseTo(0.1875, within(0.03));
    assertThat(brief)
        .allSatisfy(
            each -> assertThat(each.learned()).isEqualTo(each.asked().replace("Speak", "Tongue:")));
    assertThat(draws(BOTH)).isEqualTo(draws);
  }

  private static double share(long count) {
    return (double) count / DRAWS;
  }

  @Test
  void oneInstructionIsAlwaysTheSame() {
    assertThat(draws(Instructions.of("Be brief.")))
        .containsOnly(new Instruction("Be brief.", "Be brief."));
  }

  @Test
  void constraintsCanBeWrittenInAFile() throws Exception {
    GhostAttentionSettings settings =
        overlay(
            "{'instructions': {'place': 'first_turn', 'constraints': [{'says': 'Be kind.'},"
                + " {'says': 'Speak {}.', 'brief': 'Tongue: {}.', 'values': ['x', 'y']}]}}");
    assertThat(settings.instructions().place()).isEqualTo(Place.FIRST_TURN);
    assertThat(settings.instructions().constraints())
        .containsExactly(BOTH.constraints().get(1), BOTH.constraints().get(0));
    assertThat(settings.instructions().most()).isEqualTo(2);
  }

  @Test
  void whatIsWrongWithThemIsSaid() {
    assertThatThrownBy(() -> overlay("{'instructions': {'constraints': [{'says': 'Speak {}.'}]}}"))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "The constraint 'Speak {}.', 'Speak {}.' has 0 values, but must have {} in both forms"
                + " and values, or neither (<settings>: instructions.constraints.0). Set a value in"
                + " that range, or leave it out for the default.");
    assertThatThrownBy(
            () ->
                overlay("{'instructions': {'constraints': [{'says': 'Be kind.', 'breef': 'b'}]}}"))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "Unknown setting 'instructions.constraints.0.breef', known here are brief, says, values"
                + " (<settings>). Correct the name or remove it.");
    assertThatThrownBy(() -> overlay("{'instructions': {'constraints': [null]}}"))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "One of the constraints is empty, but each must say something (<settings>:"
                + " instructions). Set a value in that range, or leave it out for the default.");
    assertThatThrownBy(
            () ->
                overlay(
                    "{'instructions': {'constraints': [{'says': 'Speak {}.', 'values': [null]}]}}"))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "The constraint 'Speak {}.' has an empty value, but every value must say something"
                + " (<settings>: instructions.constraints.0). Set a value in that range, or leave"
                + " it out for the default.");
    assertThatThrownBy(() -> Constraint.of(" "))
        .hasMessage("A constraint is blank or has a blank value, but must say something");
    assertThatThrownBy(() -> new Instructions(List.of(), 1, 0, Place.SYSTEM))
        .hasMessage("constraints is empty, but must hold at least one");
    assertThatThrownBy(() -> new Instructions(BOTH.constraints(), 0, 0, Place.SYSTEM))
        .hasMessage("most is 0, but must be at least 1");
    assertThatThrownBy(() -> new Instructions(BOTH.constraints(), 1, 2, Place.SYSTEM))
        .hasMessage("shortened is 2.0, but must be in [0, 1]");
  }

  @Test
  void aWordIsNoNumber() throws Exception {
    for (String one : List.of("1", "'1'")) {
      assertThatThrownBy(() -> overlay("{'drawing': {'turns': %s}}".formatted(one)))
          .isInstanceOf(BadInput.class)
          .hasMessage(
              "drawing.turns is "
                  + one.replace('\'', '"')
                  + ", but must be one of ALL, LAST (<settings>). Set a value in that range, or"
                  + " leave it out for the default.");
    }
    assertThat(overlay("{'drawing': {'turns': 'last'}}").drawing().turns())
        .isEqualTo(GhostAttentionSettings.Turns.LAST);
  }

  private static GhostAttentionSettings overlay(String json) throws Exception {
    return Settings.overlay(
        GhostAttentionSettings.defaults(),
        new JsonMapper().readTree(json.replace('\'', '"')),
        "<settings>");
  }
}
