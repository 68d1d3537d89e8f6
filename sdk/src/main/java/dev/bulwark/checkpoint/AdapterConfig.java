package dev.bulwark.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.data.BadInput;
import dev.bulwark.model.Adapter;
import dev.bulwark.model.Projection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** An {@code adapter_config.json}; what would change the numbers and is not computed is refused. */
record AdapterConfig(Path file, JsonNode tree) {
  private static final String SCORE = "score";
  private static final String LAYERS = "layers_to_transform";

  static AdapterConfig in(Path file) {
    return new AdapterConfig(file, ModelConfig.json(file));
  }

  Adapter.Plan plan() {
    refuse("peft_type", tree.path("peft_type").asText("LORA"), "LORA");
    refuse("bias", tree.path("bias").asText("none"), "none");
    for (String flag :
        List.of("use_dora", "lora_bias", "fan_in_fan_out", "use_qalora", "use_bdlora")) {
      refuse(flag, tree.path(flag).asText("false"), "false");
    }
    for (String extra :
        List.of(
            "rank_pattern",
            "alpha_pattern",
            "layer_replication",
            "exclude_modules",
            "target_parameters",
            "trainable_token_indices",
            "alora_invocation_tokens",
            "arrow_config",
            "kasa_config",
            "velora_config",
            "monteclora_config")) {
      refuse(extra, isEmpty(tree.path(extra)) ? "empty" : "set", "empty");
    }
    start();
    return new Adapter.Plan(
        rank(), alpha(), projections(), tree.path("use_rslora").asBoolean(false), from());
  }

  /** The lowest adapted layer; {@link #requireAllAbove} looks at the others. */
  private int from() {
    return Math.max(0, layers().stream().mapToInt(Integer::intValue).min().orElse(0));
  }

  private List<Integer> layers() {
    List<Integer> layers = new ArrayList<>();
    tree.path(LAYERS).forEach(layer -> layers.add(layer.asInt(-1)));
    return layers;
  }

  /** Adapters sit in all layers of a base from one on, or in none of it. */
  void requireAllAbove(int from, int layers) {
    if (!isEmpty(tree.path(LAYERS))) {
      List<Integer> wanted = IntStream.range(from, layers).boxed().toList();
      if (!layers().stream().sorted().toList().equals(wanted)) {
        throw wrong(
            LAYERS, tree.path(LAYERS), "all layers from one to the last, %d".formatted(layers - 1));
      }
    }
  }

  private static boolean isEmpty(JsonNode value) {
    return value.isMissingNode() || value.isNull() || (value.isContainerNode() && value.isEmpty());
  }

  /** Some ways to start an adapter change the base too, which is then not the base at hand. */
  private void start() {
    JsonNode start = tree.path("init_lora_weights");
    String name = start.isTextual() ? start.asText().toLowerCase(Locale.ROOT) : "true";
    if (!List.of("true", "false", "gaussian", "eva", "orthogonal").contains(name)) {
      refuse("init_lora_weights", name, "true");
    }
  }

  /** Whether a score head was trained whole beside the adapter. */
  boolean scores() {
    boolean classifies = tree.path("task_type").asText("").equals("SEQ_CLS");
    boolean scores = false;
    for (JsonNode module : tree.path("modules_to_save")) {
      // PEFT names every head that a classifier may have; models of these families have a score.
      if (!(classifies && module.asText().equals("classifier"))) {
        refuse("module in modules_to_save", module.asText(), SCORE);
        scores = true;
      }
    }
    return scores;
  }

  private int rank() {
    JsonNode rank = tree.path("r");
    if (!rank.isInt() || rank.asInt() < 1) {
      throw wrong("r", rank, "a positive whole number");
    }
    return rank.asInt();
  }

  private double alpha() {
    JsonNode alpha = tree.path("lora_alpha");
    if (!alpha.isNumber() || !(alpha.asDouble() > 0) || Double.isInfinite(alpha.asDouble())) {
      throw wrong("lora_alpha", alpha, "a positive number");
    }
    return alpha.asDouble();
  }

  private List<Projection> projections() {
    JsonNode targets = tree.path("target_modules");
    if (targets.asText("").equals("all-linear")) {
      return Projection.ALL;
    }
    List<Projection> projections = new ArrayList<>();
    for (JsonNode target : targets) {
      projections.add(
          Projection.labelled(target.asText())
              .orElseThrow(
                  () -> wrong("target_modules", targets, "a list of names such as q_proj")));
    }
    if (projections.isEmpty()) {
      throw wrong("target_modules", targets, "a list of names such as q_proj");
    }
    return projections;
  }

  private BadInput wrong(String field, JsonNode value, String wanted) {
    return BadInput.in(
        file,
        "%s is %s, but must be %s"
            .formatted(field, value.isMissingNode() ? "missing" : value, wanted),
        "Save the adapter again, or use another one");
  }

  private void refuse(String what, String found, String known) {
    if (!found.equals(known)) {
      throw BadInput.in(
          file,
          "The %s is '%s', which is not supported".formatted(what, found),
          "Use an adapter whose %s is '%s'".formatted(what, known));
    }
  }

  /** The configuration of an adapter, as PEFT loads it. */
  static String json(Adapter.Plan plan, boolean scores, String baseModel, int layers) {
    ObjectNode config = new ObjectMapper().createObjectNode();
    config.put("peft_type", "LORA");
    config.put("task_type", scores ? "SEQ_CLS" : "CAUSAL_LM");
    config.put("base_model_name_or_path", baseModel);
    config.put("r", plan.rank());
    config.put("lora_alpha", plan.alpha());
    config.put("lora_dropout", 0.0);
    config.put("bias", "none");
    config.put("fan_in_fan_out", false);
    config.put("inference_mode", true);
    config.put("use_rslora", plan.rankStabilised());
    config.put("use_dora", false);
    if (scores) {
      config.putArray("modules_to_save").add(SCORE);
    }
    for (int layer = plan.from(); plan.from() > 0 && layer < layers; layer++) {
      config.withArray(LAYERS).add(layer);
    }
    plan.projections()
        .forEach(projection -> config.withArray("target_modules").add(projection.label()));
    return config.toPrettyString() + "\n";
  }
}
