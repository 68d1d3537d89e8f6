package dev.bulwark.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bulwark.checkpoint.SafeTensors.Entry;
import dev.bulwark.data.BadInput;
import dev.bulwark.model.DecoderShape;
import dev.bulwark.model.Source;
import dev.bulwark.model.WeightSpec;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The weights of a folder, in one safetensors file or in several with an index. */
public final class StoredWeights implements Source {
  private static final Pattern LAYER = Pattern.compile("model\\.layers\\.(\\d{1,9})\\..*");

  /** One array of fp32 values on this side of the engine. */
  private static final long MOST_VALUES = Integer.MAX_VALUE / Float.BYTES;

  private final Path folder;
  private final Map<String, SafeTensors> files;

  private StoredWeights(Path folder, Map<String, SafeTensors> files) {
    this.folder = folder;
    this.files = files;
  }

  /** Finds the weights and checks the headers of their files. */
  public static StoredWeights in(Path folder) {
    Map<String, SafeTensors> files = new LinkedHashMap<>();
    for (Path file : files(folder)) {
      SafeTensors tensors = SafeTensors.in(file);
      tensors.entries().keySet().forEach(name -> files.put(name, tensors));
    }
    return new StoredWeights(folder, files);
  }

  private static Set<Path> files(Path folder) {
    Path single = folder.resolve("model.safetensors");
    Path index = folder.resolve("model.safetensors.index.json");
    Set<Path> files = new LinkedHashSet<>();
    if (Files.isRegularFile(single) || !Files.isRegularFile(index)) {
      files.add(single);
    } else {
      for (JsonNode name : ModelConfig.json(index).path("weight_map")) {
        // A plain name of this kind can't lead out of the folder.
        if (!name.asText().matches("[\\w.-]+\\.safetensors")) {
          throw BadInput.in(
              index,
              "The weights lie in %s, which is no plain file name".formatted(name),
              "Put all weights beside the index and name them .safetensors");
        }
        files.add(folder.resolve(name.asText()));
      }
    }
    for (Path file : files) {
      if (!Files.isRegularFile(file)) {
        throw BadInput.in(
            file, "The model has no weights", "Put its model.safetensors into the model folder");
      }
    }
    return files;
  }

  /** Checks that every weight of the shape is there in its shape. */
  public StoredWeights fitting(DecoderShape shape) {
    if (shape.layers() > files.size()) {
      // Before a list of their weights is made: a hostile number would fill the memory.
      throw missing("of layer %d of %d".formatted(files.size(), shape.layers()));
    }
    refuseMoreLayers(shape);
    for (WeightSpec spec : WeightSpec.of(shape)) {
      if (spec.size() > MOST_VALUES) {
        throw BadInput.in(
            folder,
            "The weight %s has %d values, but at most %d can be read"
                .formatted(spec.name(), spec.size(), MOST_VALUES),
            "Use a model with a smaller vocabulary or hidden size");
      }
      Entry entry = entry(spec.name());
      if (!entry.dimensions().equals(spec.dimensions())) {
        throw BadInput.in(
            folder,
            "The weight %s has the shape %s, but config.json asks for %s"
                .formatted(spec.name(), entry.dimensions(), spec.dimensions()),
            "Use the config.json that belongs to these weights");
      }
    }
    return this;
  }

  /** A file with more layers is another model's, and would be computed silently without them. */
  private void refuseMoreLayers(DecoderShape shape) {
    files.keySet().stream()
        .filter(
            name -> {
              Matcher layer = LAYER.matcher(name);
              return layer.matches() && Integer.parseInt(layer.group(1)) >= shape.layers();
            })
        .sorted()
        .findFirst()
        .ifPresent(
            name -> {
              throw BadInput.in(
                  folder,
                  "The weight %s belongs to no layer: config.json has %d"
                      .formatted(name, shape.layers()),
                  "Use the config.json that belongs to these weights");
            });
  }

  StorageType type(WeightSpec spec) {
    return entry(spec.name()).type();
  }

  @Override
  public ByteBuffer read(WeightSpec spec) {
    return file(spec.name()).read(entry(spec.name()));
  }

  @Override
  public void read(WeightSpec spec, Consumer<ByteBuffer> part) {
    file(spec.name()).read(entry(spec.name()), part);
  }

  /** The names of all weights. */
  public Set<String> names() {
    return Collections.unmodifiableSet(files.keySet());
  }

  /** The shape of a weight that must be there. */
  public List<Long> dimensions(String name) {
    return entry(name).dimensions();
  }

  /** The values of a weight that must be there, as fp32. */
  public float[] values(String name) {
    FloatBuffer buffer = file(name).read(entry(name)).asFloatBuffer();
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  private Entry entry(String name) {
    Entry entry = file(name).entries().get(name);
    if (entry == null) {
      throw missing(name);
    }
    return entry;
  }

  private SafeTensors file(String name) {
    SafeTensors file = files.get(name);
    if (file == null) {
      throw missing(name);
    }
    return file;
  }

  private BadInput missing(String name) {
    return BadInput.in(
        folder,
        "The weight %s is missing".formatted(name),
        "Use the config.json that belongs to these weights");
  }
}
