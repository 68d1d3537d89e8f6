package dev.bulwark.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bulwark.fixtures.Fixtures;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * One reference case of a loss. The references pad their answers and mask them; {@link #packed}
 * lays the tokens that count one after the other, the form that training has them in.
 */
record LossCase(String name, JsonNode inputs, JsonNode expected, double absolute, double relative) {

  /** The cases of one file of the losses' fixtures. */
  static List<LossCase> in(String name) {
    return Fixtures.files("losses").stream()
        .filter(file -> file.endsWith(name))
        .map(Fixtures::json)
        .flatMap(
            file ->
                file.path("cases")
                    .valueStream()
                    .map(
                        given ->
                            new LossCase(
                                given.path("name").asText(),
                                given.path("inputs"),
                                given.path("expected"),
                                file.path("tolerance_abs").asDouble(),
                                file.path("tolerance_rel").asDouble())))
        .toList();
  }

  double number(String input) {
    assertThat(inputs.has(input)).as("input %s", input).isTrue();
    return inputs.path(input).asDouble();
  }

  /** A number, or what stands for its absence. */
  double number(String input, double absent) {
    return inputs.hasNonNull(input) ? inputs.path(input).asDouble() : absent;
  }

  double[] numbers(String input) {
    return numbers(inputs.path(input));
  }

  int[] wholes(String input) {
    return inputs.path(input).valueStream().mapToInt(JsonNode::asInt).toArray();
  }

  /** The tokens that the mask lets through. */
  double[] packed(String input) {
    return packed(inputs.path(input));
  }

  double[] packed(JsonNode padded) {
    double[] values = numbers(padded);
    double[] mask = numbers("mask");
    assertThat(values).hasSameSizeAs(mask);
    return DoubleStream.iterate(0, i -> i < mask.length, i -> i + 1)
        .filter(i -> mask[(int) i] == 1)
        .map(i -> values[(int) i])
        .toArray();
  }

  /** How many tokens of each row the mask lets through. */
  int[] lengths() {
    return inputs
        .path("mask")
        .valueStream()
        .mapToInt(row -> (int) row.valueStream().filter(bit -> bit.asDouble() == 1).count())
        .toArray();
  }

  void check(String output, double found) {
    check(expected.path(output), output, found);
  }

  void check(JsonNode wanted, String what, double... found) {
    double[] numbers = numbers(wanted);
    assertThat(found).as(what).hasSameSizeAs(numbers);
    for (int i = 0; i < numbers.length; i++) {
      assertThat(found[i])
          .as("%s[%d] of %s", what, i, name)
          .isCloseTo(numbers[i], within(absolute + relative * Math.abs(numbers[i])));
    }
  }

  /** Checks packed numbers against padded ones, which must be 0 wherever the mask is. */
  void checkPacked(JsonNode padded, String what, double... found) {
    double[] all = numbers(padded);
    double[] mask = numbers("mask");
    double[] spread = new double[all.length];
    int next = 0;
    for (int i = 0; i < all.length; i++) {
      spread[i] = mask[i] == 1 ? found[next++] : 0;
    }
    assertThat(next).as(what).isEqualTo(found.length);
    check(padded, what, spread);
  }

  /** All numbers of an array of any depth, in order. */
  static double[] numbers(JsonNode node) {
    assertThat(node.isMissingNode()).isFalse();
    return leaves(node).mapToDouble(JsonNode::asDouble).toArray();
  }

  private static Stream<JsonNode> leaves(JsonNode node) {
    return node.isArray()
        ? StreamSupport.stream(node.spliterator(), false).flatMap(LossCase::leaves)
        : Stream.of(node);
  }

  /** Numbers of two arrays in turn. */
  static double[] inTurn(double[] first, double... second) {
    assertThat(second).hasSameSizeAs(first);
    double[] both = new double[2 * first.length];
    for (int i = 0; i < first.length; i++) {
      both[2 * i] = first[i];
      both[2 * i + 1] = second[i];
    }
    return both;
  }

  /** Every second number, from the first or the second. */
  static double[] half(double[] both, int from) {
    double[] half = new double[both.length / 2];
    for (int i = 0; i < half.length; i++) {
      half[i] = both[2 * i + from];
    }
    return half;
  }

  /** Checks a gradient against central differences of the value. */
  static void checkSlopes(Function<double[], Loss> loss, double... at) {
    double step = 1e-5;
    double[] gradient = loss.apply(at).gradient();
    for (int i = 0; i < at.length; i++) {
      double[] up = at.clone();
      double[] down = at.clone();
      up[i] += step;
      down[i] -= step;
      double slope = (loss.apply(up).value() - loss.apply(down).value()) / (2 * step);
      assertThat(gradient[i]).as("slope %d", i).isCloseTo(slope, within(1e-7));
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
