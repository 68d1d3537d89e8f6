package dev.bulwark.stage;

import dev.bulwark.data.Require;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The system instructions of {@link GhostAttention}, made of constraints at random (paper §3.3).
 *
 * @param constraints what an instruction can demand, at least one
 * @param most how many constraints an instruction has at most, from 1; each number up to it is as
 *     likely as the others
 * @param shortened how often the instruction is learned in its brief form, in [0, 1]; the paper:
 *     half
 * @param place where the instruction stands in what is learned
 */
public record Instructions(List<Constraint> constraints, int most, double shortened, Place place) {
  private static final String HOLE = "{}";

  /** Where an instruction stands in what is learned. */
  public enum Place {
    /** In the system's turn. */
    SYSTEM,
    /** In front of the user's first words, for models whose template knows no system. */
    FIRST_TURN
  }

  /**
   * Something that an instruction can demand.
   *
   * @param says the demand, with <code>{}</code> where a value goes in
   * @param brief the same in few words; without it the demand has one form only
   * @param values what can be demanded, each as likely as the others; none for a demand without a
   *     <code>{}</code>
   */
  public record Constraint(String says, String brief, List<String> values) {
    /** Fills in what is left out, and checks that values and places for them go together. */
    public Constraint(
        @Nullable String says, @Nullable String brief, @Nullable List<String> values) {
      this.says = says == null ? "" : says;
      this.brief = brief == null ? this.says : brief;
      this.values = values == null ? List.of() : full(values);
      if (this.says.isBlank()
          || this.brief.isBlank()
          || this.values.stream().anyMatch(String::isBlank)) {
        throw new IllegalArgumentException(
            "A constraint is blank or has a blank value, but must say something");
      }
      boolean open = !this.values.isEmpty();
      if (this.says.contains(HOLE) != open || this.brief.contains(HOLE) != open) {
        throw new IllegalArgumentException(
            "The constraint '%s', '%s' has %d values, but must have {} in both forms and values, or neither"
                .formatted(this.says, this.brief, this.values.size()));
      }
    }

    private List<String> full(List<String> given) {
      if (given.stream().anyMatch(Objects::isNull)) {
        throw new IllegalArgumentException(
            "The constraint '%s' has an empty value, but every value must say something"
                .formatted(says));
      }
      return List.copyOf(given);
    }

    /** A demand without values and in one form. */
    public static Constraint of(String says) {
      return new Constraint(says, null, null);
    }
  }

  /**
   * An instruction that was drawn.
   *
   * @param asked what stands in front of all that the user says while answers are drawn
   * @param learned what stands in front of the dialogue that is learned
   */
  record Instruction(String asked, String learned) {}

  /** Copies the constraints, and checks the ranges. */
  public Instructions {
    if (constraints.stream().anyMatch(Objects::isNull)) {
      throw new IllegalArgumentException(
          "One of the constraints is empty, but each must say something");
    }
    constraints = List.copyOf(constraints);
    if (constraints.isEmpty()) {
      throw new IllegalArgumentException("constraints is empty, but must hold at least one");
    }
    Require.atLeast(1, "most", most);
    Require.that(shortened >= 0 && shortened <= 1, "shortened", shortened, "in [0, 1]");
  }

  /**
   * The paper's three: a hobby, a language, a public figure, in our own words and with values of
   * ours; one or two at a time, half of them shortened, in the system's turn.
   */
  public static Instructions ours() {
    return new Instructions(
        List.of(
            new Constraint(
                "You enjoy {}.",
                "Hobby: {}.",
                List.of("tennis", "chess", "gardening", "cooking", "astronomy", "hiking")),
            new Constraint(
                "Always answer in {}.",
                "Language: {}.",
                List.of("French", "Spanish", "German", "Italian", "Portuguese")),
            new Constraint(
                "Always act as {} from now on.",
                "Figure: {}.",
                List.of("Napoleon", "Cleopatra", "Mozart", "Isaac Newton", "Marie Curie"))),
        2,
        0.5,
        Place.SYSTEM);
  }

  /** One instruction that is always the same. */
  public static Instructions of(String instruction) {
    return new Instructions(List.of(Constraint.of(instruction)), 1, 0, Place.SYSTEM);
  }

  /** With another place in what is learned. */
  public Instructions place(Place other) {
    return new Instructions(constraints, most, shortened, other);
  }

  /** Draws an instruction: some different constraints in random order, each with a value. */
  Instruction draw(SplittableRandom random) {
    List<Constraint> left = new ArrayList<>(constraints);
    int count = 1 + random.nextInt(Math.min(most, left.size()));
    List<String> says = new ArrayList<>();
    List<String> brief = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Constraint drawn = left.remove(random.nextInt(left.size()));
      String value =
          drawn.values().isEmpty() ? "" : drawn.values().get(random.nextInt(drawn.values().size()));
      says.add(drawn.says().replace(HOLE, value));
      brief.add(drawn.brief().replace(HOLE, value));
    }
    String whole = String.join(" ", says);
    return new Instruction(
        whole, random.nextDouble() < shortened ? String.join(" ", brief) : whole);
  }
}
