package dev.bulwark.checkpoint.gguf;

import dev.bulwark.data.BadInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A model in one GGUF file, as llama.cpp and Ollama use it.
 *
 * <p>Opening checks the header as a whole and reads no weight.
 */
public final class GgufFile {
  private static final int CHUNK = 1 << 20;

  private final Path file;
  private final Header header;

  private GgufFile(Path file, Header header) {
    this.file = file;
    this.header = header;
  }

  /**
   * Opens and checks a file.
   *
   * @throws BadInput naming what is wrong with it
   */
  public static GgufFile in(Path file) {
    if (!Files.isRegularFile(file)) {
      throw BadInput.in(file, "There is no such file", "Give the path of a .gguf file");
    }
    try (FileChannel channel = FileChannel.open(file)) {
      return new GgufFile(file, Header.read(file, channel));
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * Writes the model as a Hugging Face folder: configuration, tokenizer, chat template, and weights
   * in their own type where safetensors has it, else as fp32. The folder appears whole or stays as
   * it was.
   *
   * @throws BadInput naming what of the model is not supported, or broken
   */
  public void importTo(Path folder) {
    new FolderImport(StoredModel.in(this)).to(folder);
  }

  /**
   * Writes the model of a Hugging Face folder as one file that llama.cpp runs, with its tokenizer
   * and chat template. The file appears whole or stays as it was.
   *
   * @throws BadInput naming what of the model is broken, or can't be said in GGUF
   */
  public static void export(Path folder, GgufStorage storage, Path file) {
    new FolderExport(FolderModel.in(folder), storage).to(file);
  }

  Metadata metadata() {
    return header.metadata();
  }

  /** The tensors by name, in the order of the file. */
  Map<String, Tensor> tensors() {
    return header.tensors();
  }

  /** The values of a tensor, widened to fp32. */
  float[] read(Tensor tensor) {
    TensorType type = tensor.type();
    float[] values = new float[Math.toIntExact(tensor.size())];
    ByteBuffer chunk =
        ByteBuffer.allocate(CHUNK / type.blockBytes() * type.blockBytes())
            .order(ByteOrder.LITTLE_ENDIAN);
    int at = 0;
    try (FileChannel channel = FileChannel.open(file)) {
      for (long from = tensor.from(); from < tensor.to(); from += chunk.limit()) {
        fill(
            channel,
            from,
            chunk.clear().limit((int) Math.min(chunk.capacity(), tensor.to() - from)));
        for (; chunk.hasRemaining(); at += type.blockValues()) {
          type.widen(chunk, values, at);
        }
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    return values;
  }

  private static void fill(FileChannel channel, long from, ByteBuffer chunk) throws IOException {
    while (chunk.hasRemaining()) {
      if (channel.read(chunk, from + chunk.position()) < 0) {
        throw new IOException("the file ends early");
      }
    }
    chunk.flip();
  }

  private static BadInput unreadable(Path file, IOException e) {
    return BadInput.in(
        file,
        "The GGUF file can't be read: " + e.getMessage(),
        "Make it readable, or copy it again");
  }
}
