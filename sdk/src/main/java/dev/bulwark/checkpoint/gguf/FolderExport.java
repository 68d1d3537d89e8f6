package dev.bulwark.checkpoint.gguf;

import dev.bulwark.checkpoint.gguf.Layout.Weight;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the model of a Hugging Face folder as a GGUF file that llama.cpp runs. */
record FolderExport(FolderModel model, GgufStorage storage) {
  private static final int QUANTISATION_VERSION = 2;

  void to(Path file) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("general.architecture", model.layout().architecture().label());
    metadata.put("general.type", "model");
    metadata.put("general.name", name());
    metadata.put("general.file_type", storage.fileType());
    metadata.put("general.quantization_version", QUANTISATION_VERSION);
    metadata.putAll(model.metadata());
    metadata.putAll(
        new TokenizerMetadata(model.folder(), model.config(), model.layout().shape().vocabulary())
            .all());
    List<GgufWriter.Output> tensors = new ArrayList<>();
    model
        .divisors()
        .ifPresent(
            divisors ->
                tensors.add(
                    new GgufWriter.Output(
                        RopeFactors.TENSOR,
                        TensorType.F32,
                        List.of((long) divisors.length),
                        () -> divisors)));
    model.layout().weights().forEach(weight -> tensors.add(output(weight)));
    GgufWriter.write(file, metadata, tensors);
  }

  private GgufWriter.Output output(Weight weight) {
    TensorType type = storage.of(weight);
    return new GgufWriter.Output(
        weight.gguf(), type, weight.spec().dimensions(), () -> model.values(weight, type));
  }

  private String name() {
    return String.valueOf(model.folder().toAbsolutePath().normalize().getFileName());
  }
}
