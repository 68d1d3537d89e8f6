package dev.bulwark.checkpoint.gguf;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.checkpoint.ConfigJson;
import dev.bulwark.checkpoint.FolderFiles;
import dev.bulwark.checkpoint.SafeTensorsWriter;
import dev.bulwark.checkpoint.StorageType;
import dev.bulwark.checkpoint.gguf.Layout.Weight;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.WholeFile;
import dev.bulwark.text.Tokenizer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes the model of a GGUF file as a Hugging Face folder, without any loss. */
record FolderImport(StoredModel model) {

  void to(Path folder) {
    Metadata metadata = model.file().metadata();
    Vocabulary vocabulary = Vocabulary.in(metadata, model.layout().shape().vocabulary());
    SpecialTokens special = SpecialTokens.in(metadata, vocabulary);
    TokenizerJson tokenizer = new TokenizerJson(metadata, vocabulary, special);
    List<SafeTensorsWriter.Tensor> tensors = tensors();
    Layout layout = model.layout();
    ObjectNode configuration =
        ConfigJson.of(layout.architecture().family(), layout.shape(), dtype(tensors));
    special.addTo(configuration);
    ObjectNode generation = special.addTo(new ObjectMapper().createObjectNode());
    ObjectNode tokens = tokenizer.tokenizer();
    checkTarget(folder);
    FolderFiles.replace(
        folder,
        beside -> {
          write(beside.resolve("tokenizer.json"), tokens);
          checkTokenizer(beside.resolve("tokenizer.json"));
          write(beside.resolve("tokenizer_config.json"), tokenizer.config());
          write(beside.resolve("config.json"), configuration);
          write(beside.resolve("generation_config.json"), generation);
          SafeTensorsWriter.write(beside.resolve("model.safetensors"), tensors);
        });
  }

  private List<SafeTensorsWriter.Tensor> tensors() {
    Set<TensorType> matrices =
        model.layout().weights().stream()
            .filter(weight -> weight.spec().isMatrix())
            .map(weight -> model.tensor(weight).type())
            .collect(Collectors.toSet());
    StorageType common = matrices.size() == 1 ? exact(matrices.iterator().next()) : StorageType.F32;
    return model.layout().weights().stream()
        .map(
            weight ->
                new SafeTensorsWriter.Tensor(
                    weight.spec().name(),
                    storage(weight, common),
                    weight.spec().dimensions(),
                    () -> model.values(weight)))
        .toList();
  }

  /** GGUF widens norms and biases; where nothing is lost, they get back their matrices' type. */
  private StorageType storage(Weight weight, StorageType common) {
    StorageType own = exact(model.tensor(weight).type());
    boolean narrows =
        own == StorageType.F32
            && common != own
            && !weight.spec().isMatrix()
            && holds(common, weight);
    return narrows ? common : own;
  }

  private boolean holds(StorageType type, Weight weight) {
    ByteBuffer narrow = ByteBuffer.allocate(2).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer wide = ByteBuffer.allocate(4).order(ByteOrder.nativeOrder());
    for (float value : model.values(weight)) {
      type.narrow(value, narrow.clear());
      type.widen(narrow.flip(), wide.clear());
      if (Float.floatToRawIntBits(wide.getFloat(0)) != Float.floatToRawIntBits(value)) {
        return false;
      }
    }
    return true;
  }

  /** The safetensors type that keeps every value as it is. */
  private static StorageType exact(TensorType type) {
    return switch (type) {
      case F16 -> StorageType.F16;
      case BF16 -> StorageType.BF16;
      default -> StorageType.F32;
    };
  }

  private static StorageType dtype(List<SafeTensorsWriter.Tensor> tensors) {
    Set<StorageType> types =
        tensors.stream().map(SafeTensorsWriter.Tensor::type).collect(Collectors.toSet());
    return types.size() == 1 ? types.iterator().next() : StorageType.F32;
  }

  private void checkTokenizer(Path file) {
    try {
      Tokenizer.in(file).close();
    } catch (BadInput e) {
      throw Cursor.broken(
          model.file().metadata().file(),
          "its vocabulary makes no tokenizer: " + e.what().toLowerCase(Locale.ROOT));
    }
  }

  /** A folder is replaced as a whole, so it must not be one with other things in it. */
  private static void checkTarget(Path folder) {
    if (!Files.isDirectory(folder) || Files.exists(folder.resolve("config.json"))) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      if (files.findAny().isPresent()) {
        throw BadInput.in(
            folder, "The folder holds something else than a model", "Name a new folder");
      }
    } catch (IOException e) {
      throw BadInput.in(folder, "The folder can't be listed", "Make it readable");
    }
  }

  private static void write(Path file, ObjectNode tree) {
    WholeFile.write(file, tree.toPrettyString() + "\n");
  }
}
