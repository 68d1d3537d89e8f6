package dev.bulwark.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.fixtures.Fixtures;
import dev.bulwark.fixtures.Folders;
import dev.bulwark.model.Adapter;
import dev.bulwark.model.Compute;
import dev.bulwark.model.Decoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AdamWTest {
  private static final double NO_CLIP = 1e30;

  private final Decoder decoder =
      ModelFolder.open(Folders.llama()).decoder(Compute.FP32, Adapter.Plan.NONE, 0);
  private final NDManager scope = decoder.scope();
  private final Map<NDArray, NDArray> gradients = new IdentityHashMap<>();

  @AfterEach
  void close() {
    scope.close();
    decoder.close();
  }

  @Test
  void firstStepByHand() {
    // m/(1-0.9) = g and v/(1-0.95) = g^2, so the step is rate * g/(|g| + 1e-5), whatever g's size.
    NDArray weight = parameter(new Shape(1, 2), 1f, -2f);
    try (AdamW adam = adam(0.1, NO_CLIP, weight)) {
      gradient(weight, 3f, -1e-5f);
      assertThat(adam.step(0.01)).isCloseTo(3.0, within(1e-6));
    }
    // Decay first: 1 * (1 - 0.01 * 0.1) = 0.999, then - 0.01 * 3/3.00001;
    // -2 * 0.999 = -1.998, then + 0.01 * 1e-5/2e-5 = 0.005.
    assertThat(weight.toFloatArray()).containsExactly(new float[] {0.989f, -1.993f}, within(1e-6f));
  }

  @Test
  void vectorsAreNotDecayed() {
    NDArray norm = parameter(new Shape(2), 1f, 1f);
    try (AdamW adam = adam(0.5, NO_CLIP, norm)) {
      gradient(norm, 0f, 0f);
      adam.step(0.1);
    }
    assertThat(norm.toFloatArray()).containsExactly(1f, 1f);
  }

  @Test
  void gradientThatIsNotFiniteTouchesNothing() {
    NDArray weight = parameter(new Shape(1, 2), 1f, 1f);
    try (AdamW adam = adam(0.5, 1.0, weight)) {
      gradient(weight, 1f, Float.POSITIVE_INFINITY);
      assertThat(adam.step(0.1)).isInfinite();
      assertThat(adam.first().get(0).toFloatArray()).containsExactly(0f, 0f);
    }
    assertThat(weight.toFloatArray()).containsExactly(1f, 1f);
  }

  static Stream<JsonNode> adamw() {
    return cases("adamw.json");
  }

  @Tag("fixtures")
  @ParameterizedTest
  @MethodSource("adamw")
  void everyStepIsTheReferences(JsonNode given) {
    JsonNode inputs = given.path("inputs");
    JsonNode expected = given.path("expected");
    NDArray weight = parameter(shape(inputs.path("initial")), floats(inputs.path("initial")));
    JsonNode betas = inputs.path("betas");
    Adam numbers =
        new Adam(
            betas.path(0).asDouble(),
            betas.path(1).asDouble(),
            inputs.path("eps").asDouble(),
            inputs.path("weight_decay").asDouble());
    try (AdamW adam = adam(numbers, NO_CLIP, weight)) {
      for (int step = 0; step < inputs.path("gradients").size(); step++) {
        gradient(weight, floats(inputs.path("gradients").path(step)));
        adam.step(inputs.path("lr").path(step).asDouble());
        close(weight, expected.path("parameters_after_step").path(step));
      }
      close(adam.first().get(0), expected.path("final_first_moment"));
      close(adam.second().get(0), expected.path("final_second_moment"));
    }
  }

  static Stream<JsonNode> gradClip() {
    return cases("grad_clip.json");
  }

  @Tag("fixtures")
  @ParameterizedTest
  @MethodSource("gradClip")
  void clipsByTheNormOverAllTensors(JsonNode given) {
    List<NDArray> parameters = new ArrayList<>();
    for (JsonNode gradient : given.path("inputs").path("gradients")) {
      float[] values = floats(gradient);
      NDArray parameter = parameter(shape(gradient), new float[values.length]);
      gradient(parameter, values);
      parameters.add(parameter);
    }
    double clip = given.path("inputs").path("max_norm").asDouble();
    JsonNode expected = given.path("expected");
    try (AdamW adam = adam(0, clip, parameters.toArray(NDArray[]::new))) {
      assertThat(adam.step(1e-3)).isCloseTo(expected.path("total_norm").asDouble(), within(1e-5));
      for (int i = 0; i < parameters.size(); i++) {
        // After the first step the mean is a tenth of the clipped gradient.
        close(adam.first().get(i).mul(10), expected.path("clipped").path(i));
      }
    }
  }

  private AdamW adam(double decay, double clip, NDArray... parameters) {
    return adam(Adam.paper().weightDecay(decay), clip, parameters);
  }

  private AdamW adam(Adam numbers, double clip, NDArray... parameters) {
    Optimisation optimisation = new Optimisation(1e-3, 0, 0, 0, clip, 1, 1).adam(numbers);
    return new AdamW(
        decoder,
        optimisation,
        List.of(parameters),
        List.of(parameters).stream().map(gradients::get).toList(),
        Optional.empty());
  }

  private NDArray parameter(Shape shape, float... values) {
    NDArray parameter = scope.create(values, shape);
    gradients.put(parameter, scope.zeros(shape));
    return parameter;
  }

  /** Gives a tensor this gradient. */
  private void gradient(NDArray parameter, float... values) {
    gradients.get(parameter).set(values);
  }

  private static void close(NDArray found, JsonNode expected) {
    // An error of 5e-6 is what the reference allows fp32; large moments get 1e-6 of their size.
    float[] values = floats(expected);
    float[] numbers = found.toFloatArray();
    assertThat(numbers).hasSameSizeAs(values);
    for (int i = 0; i < values.length; i++) {
      assertThat(numbers[i]).isCloseTo(values[i], within(5e-6f + 1e-6f * Math.abs(values[i])));
    }
  }

  private static Stream<JsonNode> cases(String name) {
    return Fixtures.files("losses").stream()
        .filter(file -> file.endsWith(Path.of(name)))
        .flatMap(file -> Fixtures.json(file).path("cases").valueStream());
  }

  private static Shape shape(JsonNode array) {
    return array.path(0).isArray()
        ? new Shape(array.size(), array.path(0).size())
        : new Shape(array.size());
  }

  private static float[] floats(JsonNode array) {
    List<Float> values = new ArrayList<>();
    for (JsonNode row : array) {
      if (row.isArray()) {
        row.forEach(value -> values.add((float) value.asDouble()));
      } else {
        values.add((float) row.asDouble());
      }
    }
    float[] flat = new float[values.size()];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = values.get(i);
    }
    return flat;
  }
}
