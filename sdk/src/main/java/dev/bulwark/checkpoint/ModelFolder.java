package dev.bulwark.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.Fingerprint;
import dev.bulwark.data.StageRecord;
import dev.bulwark.data.WholeFile;
import dev.bulwark.model.Adapter;
import dev.bulwark.model.Base;
import dev.bulwark.model.Compute;
import dev.bulwark.model.Decoder;
import dev.bulwark.model.DecoderShape;
import dev.bulwark.model.WeightSpec;
import dev.bulwark.text.ChatEncoder;
import dev.bulwark.text.ChatTemplate;
import dev.bulwark.text.Tokenizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A model in the Hugging Face layout: {@code config.json}, safetensors, {@code tokenizer.json} and
 * {@code tokenizer_config.json} with a chat template.
 *
 * <p>Opening checks all of it but reads no weight; weights are read when a decoder is made.
 */
public final class ModelFolder {
  static final String SEAL = "model.sha256";

  private final Path folder;
  private final DecoderShape shape;
  private final Set<Long> stops;
  private final ChatTemplate template;

  private ModelFolder(Path folder, DecoderShape shape, Set<Long> stops, ChatTemplate template) {
    this.folder = folder;
    this.shape = shape;
    this.stops = stops;
    this.template = template;
  }

  /**
   * Opens and checks a folder.
   *
   * @throws BadInput naming the file and what is wrong with it
   */
  public static ModelFolder open(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw BadInput.in(
          folder, "There is no such model folder", "Give the path of a Hugging Face model folder");
    }
    ModelConfig config = ModelConfig.in(folder);
    DecoderShape shape = config.shape();
    StoredWeights.in(folder).fitting(shape);
    Tokenizer.in(folder.resolve("tokenizer.json")).close();
    return new ModelFolder(folder, shape, config.stops(), template(folder));
  }

  private static ChatTemplate template(Path folder) {
    Path file = folder.resolve("tokenizer_config.json");
    JsonNode config = ModelConfig.json(file);
    Path beside = folder.resolve("chat_template.jinja");
    String where = Files.isRegularFile(beside) ? beside.toString() : file.toString();
    String source =
        Files.isRegularFile(beside)
            ? FolderFiles.text(beside)
            : config.path("chat_template").asText("");
    if (source.isBlank()) {
      throw BadInput.in(
          file,
          "The tokenizer has no chat template",
          "Use a chat model, or add \"chat_template\" to tokenizer_config.json");
    }
    Map<String, String> special =
        Map.of("bos_token", token(config, "bos_token"), "eos_token", token(config, "eos_token"));
    return new ChatTemplate(source, special, where);
  }

  private static String token(JsonNode config, String name) {
    JsonNode token = config.path(name);
    return token.isTextual() ? token.asText() : token.path("content").asText("");
  }

  /** Where it lies. */
  public Path path() {
    return folder;
  }

  /** The decoder's shape. */
  public DecoderShape shape() {
    return shape;
  }

  /** Token ids that end an answer. */
  public Set<Long> stops() {
    return stops;
  }

  /** The tokenizer; the caller closes it. */
  public Tokenizer tokenizer() {
    return Tokenizer.in(folder.resolve("tokenizer.json"));
  }

  /** An encoder of conversations with the model's own template. */
  public ChatEncoder encoder(Tokenizer tokenizer) {
    return new ChatEncoder(tokenizer, template);
  }

  /**
   * Reads the weights into a decoder; the caller closes it.
   *
   * @param adapter which matrices get a trainable adapter; {@link Adapter.Plan#NONE} trains all
   * @param seed draws the adapter
   */
  public Decoder decoder(Compute compute, Adapter.Plan adapter, long seed) {
    StoredWeights weights = StoredWeights.in(folder).fitting(shape);
    return adapter.rank() == 0
        ? Decoder.whole(shape, compute, weights)
        : Decoder.adapted(shape, compute, weights, adapter, seed);
  }

  /** Reads the weights into a base that several roles share; the caller closes it. */
  public Base base(Compute compute) {
    return Base.of(shape, compute, StoredWeights.in(folder).fitting(shape));
  }

  /** SHA-256 over all files that decide what the model answers. */
  public String hash() {
    return hash(folder);
  }

  static String hash(Path folder) {
    TreeMap<String, String> files = new TreeMap<>();
    for (Path file : FolderFiles.in(folder)) {
      files.put(String.valueOf(file.getFileName()), Fingerprint.of(file));
    }
    return Fingerprint.of(files.toString());
  }

  /**
   * The {@link #hash} of a folder without opening it. Where {@link #save} sealed the folder and no
   * file is newer than the seal, the seal is believed; else all files are read.
   */
  public static String hashOf(Path folder) {
    Path seal = folder.resolve(SEAL);
    if (Files.isRegularFile(seal)) {
      String sealed = FolderFiles.text(seal).strip();
      if (sealed.matches("[0-9a-f]{64}") && noneNewer(folder, seal)) {
        return sealed;
      }
    }
    return hash(folder);
  }

  private static boolean noneNewer(Path folder, Path seal) {
    long sealed = seal.toFile().lastModified();
    return FolderFiles.in(folder).stream().allMatch(file -> file.toFile().lastModified() <= sealed);
  }

  /** Whether a folder holds what {@link #save} wrote there, and nothing was changed since. */
  public static boolean isAsSaved(Path folder) {
    Path seal = folder.resolve(SEAL);
    return Files.isRegularFile(seal) && FolderFiles.text(seal).strip().equals(hash(folder));
  }

  /**
   * Saves a decoder's weights as the same kind of folder: this one's configuration and tokenizer,
   * weights in the types they were stored in, an adapter merged into them and once more by itself
   * in {@code adapter}. The target appears whole or stays as it was.
   *
   * @param record how the weights came about, kept in the folder
   * @param more writes what else belongs into the folder
   */
  public void save(Decoder decoder, Path target, StageRecord record, Consumer<Path> more) {
    StoredWeights stored = StoredWeights.in(folder);
    List<SafeTensorsWriter.Tensor> tensors =
        WeightSpec.of(shape).stream()
            .map(
                spec ->
                    new SafeTensorsWriter.Tensor(
                        spec.name(),
                        stored.type(spec),
                        spec.dimensions(),
                        () -> decoder.values(spec)))
            .toList();
    FolderFiles.replace(
        target,
        beside -> {
          FolderFiles.copyAllButWeights(folder, beside);
          SafeTensorsWriter.write(beside.resolve("model.safetensors"), tensors);
          if (decoder.plan().rank() > 0) {
            AdapterFolder.save(decoder, beside.resolve("adapter"), folder.toString());
          }
          more.accept(beside);
          WholeFile.write(beside.resolve(StageRecord.FILE), record.json());
          WholeFile.write(beside.resolve(SEAL), hash(beside) + "\n");
        });
  }
}
