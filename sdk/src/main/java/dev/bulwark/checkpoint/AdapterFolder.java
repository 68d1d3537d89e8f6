package dev.bulwark.checkpoint;

import dev.bulwark.checkpoint.SafeTensors.Entry;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.WholeFile;
import dev.bulwark.model.Adapter;
import dev.bulwark.model.Decoder;
import dev.bulwark.model.DecoderShape;
import dev.bulwark.model.Source;
import dev.bulwark.model.WeightSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A low-rank adapter in the layout of PEFT: {@code adapter_config.json} and {@code
 * adapter_model.safetensors}, with a score head where it was trained as a reward model.
 */
public final class AdapterFolder {
  private static final String CONFIG = "adapter_config.json";
  private static final String WEIGHTS = "adapter_model.safetensors";

  private final Path folder;
  private final Adapter.Plan plan;
  private final boolean scores;
  private final SafeTensors weights;

  private AdapterFolder(Path folder, Adapter.Plan plan, boolean scores, SafeTensors weights) {
    this.folder = folder;
    this.plan = plan;
    this.scores = scores;
    this.weights = weights;
  }

  /**
   * Opens an adapter and checks that it fits a base.
   *
   * @throws BadInput naming what is missing, does not fit, or is not supported
   */
  public static AdapterFolder open(Path folder, DecoderShape base) {
    if (!Files.isDirectory(folder)) {
      throw BadInput.in(
          folder, "There is no such adapter folder", "Give the path of a PEFT adapter folder");
    }
    AdapterConfig config = AdapterConfig.in(folder.resolve(CONFIG));
    Path file = folder.resolve(WEIGHTS);
    if (!Files.isRegularFile(file)) {
      throw BadInput.in(
          file, "The adapter has no weights", "Put its " + WEIGHTS + " into the adapter folder");
    }
    AdapterFolder adapter =
        new AdapterFolder(folder, config.plan(), config.scores(), SafeTensors.in(file));
    config.requireAllAbove(adapter.plan.from(), base.layers());
    adapter.check(base);
    return adapter;
  }

  private void check(DecoderShape base) {
    Set<String> unused = new HashSet<>(weights.entries().keySet());
    for (WeightSpec spec : specs(plan, scores, base)) {
      Entry entry = weights.entries().get(spec.name());
      if (entry == null || !entry.dimensions().equals(spec.dimensions())) {
        throw BadInput.in(
            folder,
            "The adapter's %s %s, but its configuration and the base ask for %s"
                .formatted(
                    spec.name(),
                    entry == null ? "is missing" : "has the shape " + entry.dimensions(),
                    spec.dimensions()),
            "Use the base model that the adapter was trained on");
      }
      unused.remove(spec.name());
    }
    if (!unused.isEmpty()) {
      throw BadInput.in(
          folder,
          "The adapter has weights that are not supported, such as "
              + unused.stream().sorted().findFirst().orElse(""),
          "Use an adapter of attention and feed-forward matrices only");
    }
  }

  private static List<WeightSpec> specs(Adapter.Plan plan, boolean scores, DecoderShape base) {
    List<WeightSpec> specs = new ArrayList<>(plan.specs(base));
    if (scores) {
      specs.add(Adapter.scoreHead(base));
    }
    return specs;
  }

  /** Where it sits and how strong it is. */
  public Adapter.Plan plan() {
    return plan;
  }

  /** Whether it has a score head. */
  public boolean scores() {
    return scores;
  }

  /** Its values. */
  public Source source() {
    return spec -> {
      Entry entry = weights.entries().get(spec.name());
      if (entry == null) {
        throw new IllegalArgumentException("No weight " + spec.name());
      }
      return weights.read(entry);
    };
  }

  /**
   * Saves a role's adapter, and its score head if it has one. The target appears whole or stays as
   * it was.
   *
   * @param baseModel name or path of the base, for those who load the adapter
   */
  public static void save(Decoder role, Path target, String baseModel) {
    boolean scores = role.trainable().containsKey(Adapter.scoreHead(role.shape()).name());
    List<SafeTensorsWriter.Tensor> tensors =
        specs(role.plan(), scores, role.shape()).stream()
            .map(
                spec ->
                    new SafeTensorsWriter.Tensor(
                        spec.name(),
                        StorageType.F32,
                        spec.dimensions(),
                        () -> role.trained(spec.name())))
            .toList();
    FolderFiles.replace(
        target,
        beside -> {
          SafeTensorsWriter.write(beside.resolve(WEIGHTS), tensors);
          WholeFile.write(
              beside.resolve(CONFIG),
              AdapterConfig.json(role.plan(), scores, baseModel, role.shape().layers()));
        });
  }
}
