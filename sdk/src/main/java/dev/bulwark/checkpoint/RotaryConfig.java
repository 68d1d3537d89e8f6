package dev.bulwark.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bulwark.data.BadInput;
import dev.bulwark.model.Rotary;
import java.nio.file.Path;

/**
 * The rotary positions of a {@code config.json}, in its older spelling ({@code rope_theta} and
 * {@code rope_scaling}) and its newer one ({@code rope_parameters}).
 */
record RotaryConfig(Path file, JsonNode tree) {

  Rotary rotary() {
    JsonNode newer = tree.path("rope_parameters");
    double theta = positive(newer.hasNonNull("rope_theta") ? newer : tree, "rope_theta", 10_000);
    JsonNode scaling = newer.isObject() ? newer : tree.path("rope_scaling");
    return new Rotary(theta, scaling(scaling));
  }

  private Rotary.Scaling scaling(JsonNode scaling) {
    String older = scaling.path("type").asText("default");
    String type = scaling.path("rope_type").asText(older);
    return switch (type) {
      // Dynamic scaling begins beyond the window, where this library refuses the sequence.
      case "default", "dynamic" -> new Rotary.None();
      case "linear" -> new Rotary.Linear(required(scaling, "factor"));
      case "llama3" -> llama3(scaling);
      default ->
          throw BadInput.in(
              file,
              "The rope type is '%s', which is not supported".formatted(type),
              "Use a model whose rope type is one of default, dynamic, linear, llama3");
    };
  }

  private Rotary.Llama3 llama3(JsonNode scaling) {
    double low = required(scaling, "low_freq_factor");
    double high = required(scaling, "high_freq_factor");
    if (high <= low) {
      throw BadInput.in(
          file,
          "high_freq_factor is %s, but must be above low_freq_factor, %s".formatted(high, low),
          "Copy or download the file again");
    }
    return new Rotary.Llama3(
        required(scaling, "factor"),
        low,
        high,
        required(scaling, "original_max_position_embeddings"));
  }

  private double required(JsonNode from, String field) {
    return positive(from, field, Double.NaN);
  }

  /**
   * A positive number.
   *
   * @param standard its value where it is absent or null; NaN where it may not be
   */
  double positive(JsonNode from, String field, double standard) {
    if (!from.hasNonNull(field) && !Double.isNaN(standard)) {
      return standard;
    }
    JsonNode value = from.path(field);
    if (!value.isNumber() || !(value.asDouble() > 0) || Double.isInfinite(value.asDouble())) {
      throw BadInput.in(
          file,
          "%s is %s, but must be a positive number"
              .formatted(field, value.isMissingNode() ? "missing" : value),
          "Copy or download the file again");
    }
    return value.asDouble();
  }
}
