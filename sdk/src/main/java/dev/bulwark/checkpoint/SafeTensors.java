package dev.bulwark.checkpoint;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bulwark.data.BadInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A safetensors file: a header that says where each tensor lies, then the values.
 *
 * <p>The header is checked as a whole before any value is read: lengths against the file, ranges
 * against lengths, so that a broken or hostile file ends in an error and never in an allocation.
 */
final class SafeTensors {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long LONGEST_HEADER = 16L << 20;
  private static final int CHUNK = 1 << 20;
  private static final String REMEDY = "Copy or download the file again";

  private final Path file;
  private final Map<String, Entry> entries;
  private Optional<Space> space = Optional.empty();

  private SafeTensors(Path file, Map<String, Entry> entries) {
    this.file = file;
    this.entries = entries;
  }

  /** One tensor: its type, shape and bytes [from, to) in the file. */
  record Entry(StorageType type, List<Long> dimensions, long from, long to) {}

  /** Room for a part as it is stored and as it is given, kept: direct memory is freed late. */
  private record Space(ByteBuffer stored, ByteBuffer values) {
    static Space fresh() {
      // The narrowest type has two bytes.
      return new Space(
          ByteBuffer.allocate(CHUNK),
          ByteBuffer.allocateDirect(CHUNK / 2 * Float.BYTES).order(ByteOrder.nativeOrder()));
    }
  }

  static SafeTensors in(Path file) {
    try (FileChannel channel = FileChannel.open(file)) {
      long size = channel.size();
      if (size < 8) {
        throw broken(file, "it has only %d bytes".formatted(size));
      }
      long header = read(channel, 0, 8).getLong();
      if (header < 2 || header > size - 8 || header > LONGEST_HEADER) {
        throw broken(file, "its header length is %d in a file of %d bytes".formatted(header, size));
      }
      byte[] json = new byte[(int) header];
      read(channel, 8, json.length).get(json);
      JsonNode tree = parse(file, json);
      return new SafeTensors(file, entries(file, tree, 8 + header, size));
    } catch (IOException e) {
      throw BadInput.in(file, "The weights can't be read: " + e.getMessage(), REMEDY);
    }
  }

  Map<String, Entry> entries() {
    return entries;
  }

  /** The values of a tensor, widened to fp32 in native order, in a direct buffer. */
  ByteBuffer read(Entry entry) {
    ByteBuffer values =
        ByteBuffer.allocateDirect(
                Math.toIntExact((entry.to() - entry.from()) / entry.type().bytes() * 4))
            .order(ByteOrder.nativeOrder());
    read(entry, values::put);
    return values.flip();
  }

  /** The same in parts, each of which is overwritten by the next. */
  synchronized void read(Entry entry, Consumer<ByteBuffer> part) {
    Space own = space.orElseGet(Space::fresh);
    space = Optional.of(own);
    try (FileChannel channel = FileChannel.open(file)) {
      for (long at = entry.from(); at < entry.to(); at += CHUNK) {
        int length = (int) Math.min(CHUNK, entry.to() - at);
        entry
            .type()
            .widen(read(channel, at, own.stored().clear().limit(length)), own.values().clear());
        part.accept(own.values().flip());
      }
    } catch (IOException e) {
      throw BadInput.in(file, "The weights can't be read: " + e.getMessage(), REMEDY);
    }
  }

  private static ByteBuffer read(FileChannel channel, long at, int length) throws IOException {
    return read(channel, at, ByteBuffer.allocate(length));
  }

  private static ByteBuffer read(FileChannel channel, long at, ByteBuffer buffer)
      throws IOException {
    buffer.order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, at + buffer.position()) < 0) {
        throw new IOException("the file ends early");
      }
    }
    return buffer.flip();
  }

  private static JsonNode parse(Path file, byte[] header) {
    try {
      JsonNode tree = JSON.readTree(header);
      if (tree.isObject()) {
        return tree;
      }
    } catch (JacksonException e) {
      throw broken(file, "its header is not valid JSON");
    } catch (IOException e) {
      throw new IllegalStateException(e); // an array in memory can be read
    }
    throw broken(file, "its header is not a JSON object");
  }

  private static Map<String, Entry> entries(Path file, JsonNode tree, long data, long size) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : tree.properties()) {
      if (!field.getKey().equals("__metadata__")) {
        entries.put(field.getKey(), entry(file, field.getKey(), field.getValue(), data, size));
      }
    }
    List<Entry> ordered = new ArrayList<>(entries.values());
    ordered.sort((a, b) -> Long.compare(a.from(), b.from()));
    for (int i = 1; i < ordered.size(); i++) {
      if (ordered.get(i).from() < ordered.get(i - 1).to()) {
        throw broken(file, "two of its tensors overlap");
      }
    }
    return entries;
  }

  private static Entry entry(Path file, String name, JsonNode node, long data, long size) {
    StorageType type =
        StorageType.named(node.path("dtype").asText())
            .orElseThrow(
                () ->
                    BadInput.in(
                        file,
                        "The tensor %s has the type %s"
                            .formatted(name, node.path("dtype").asText("none")),
                        "Store the model as F32, F16 or BF16"));
    List<Long> dimensions = new ArrayList<>();
    long values = 1;
    for (JsonNode dimension : node.path("shape")) {
      if (!dimension.isIntegralNumber()
          || !dimension.canConvertToLong()
          || dimension.asLong() < 0) {
        throw broken(file, "the shape of %s is %s".formatted(name, node.path("shape")));
      }
      dimensions.add(dimension.asLong());
      values = saturated(values, dimension.asLong());
    }
    JsonNode range = node.path("data_offsets");
    long from = offset(range.path(0));
    long to = offset(range.path(1));
    boolean inFile = from >= 0 && to >= from && to <= size - data;
    if (!inFile || to - from != saturated(values, type.bytes())) {
      throw broken(file, "%s of shape %s lies at %s".formatted(name, node.path("shape"), range));
    }
    return new Entry(type, dimensions, data + from, data + to);
  }

  private static long offset(JsonNode node) {
    return node.isIntegralNumber() && node.canConvertToLong() ? node.asLong() : -1;
  }

  private static long saturated(long a, long b) {
    long high = Math.multiplyHigh(a, b);
    return high == 0 && a * b >= 0 ? a * b : Long.MAX_VALUE;
  }

  private static BadInput broken(Path file, String how) {
    return BadInput.in(file, "The weights are broken: " + how, REMEDY);
  }
}
