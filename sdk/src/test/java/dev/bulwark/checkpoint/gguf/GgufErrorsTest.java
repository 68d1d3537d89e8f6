package dev.bulwark.checkpoint.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bulwark.data.BadInput;
import dev.bulwark.fixtures.Folders;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every refusal of a GGUF file in its whole sentence. */
class GgufErrorsTest {
  private static final String COPY = "Copy or download the file again";

  @TempDir Path parent;
  private Path file;

  @BeforeEach
  void export() {
    file = Ggufs.llama(parent, GgufStorage.F32);
  }

  @Test
  void missingFile() throws IOException {
    Files.delete(file);
    assertRefused("There is no such file (%s). Give the path of a .gguf file.");
  }

  @Test
  void otherFormat() throws IOException {
    Files.writeString(file, "{\"model_type\": \"llama\", \"hidden_size\": 64}");
    assertRefused("The file is not in the GGUF format (%s). Give a .gguf file.");
  }

  @Test
  void otherVersion() throws IOException {
    bytes(bytes -> bytes.putInt(4, 1));
    assertRefused(
        "The GGUF file is of version 1, but 2 and 3 are supported (%s). Convert the model again"
            + " with a current llama.cpp.");
  }

  @Test
  void bigEndian() throws IOException {
    bytes(bytes -> bytes.order(ByteOrder.BIG_ENDIAN).putInt(4, 3));
    assertRefused(
        "The GGUF file is big-endian, which is not supported (%s). Convert the model again on a"
            + " little-endian machine.");
  }

  @Test
  void absurdCounts() throws IOException {
    bytes(bytes -> bytes.putLong(8, 1L << 60));
    assertBroken("the number of tensors is 1152921504606846976, with " + left(16) + " bytes left");
    bytes(bytes -> bytes.putLong(8, 1).putLong(16, -1));
    assertBroken("the number of its keys is 18446744073709551615");
  }

  @Test
  void absurdLengthOfText() throws IOException {
    bytes(bytes -> bytes.putLong(24, Long.MAX_VALUE));
    assertBroken(
        "the number of bytes in a text is 9223372036854775807, with " + left(32) + " bytes left");
  }

  @Test
  void cutWithinTheHeader() throws IOException {
    bytes(bytes -> bytes.putLong(8, 0).putLong(16, 1));
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 54));
    assertBroken("it ends within its header, after 54 bytes");
  }

  @Test
  void cutWithinTheValues() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 4096));
    assertBroken(
        "the tensor blk.1.ffn_down.weight lies outside of its %d bytes"
            .formatted(bytes.length - 4096));
  }

  @Test
  void unknownTypeOfTensor() throws IOException {
    bytes(bytes -> bytes.putInt(entry(bytes, "output_norm.weight") + 4 + 8, 99));
    assertRefused(
        "The tensor output_norm.weight has the ggml type 99, which is not supported (%s). Use the"
            + " model as F16, BF16, Q8_0, Q6_K, Q5 or Q4.");
  }

  @Test
  void absurdDimension() throws IOException {
    bytes(bytes -> bytes.putLong(entry(bytes, "output_norm.weight") + 4, 1L << 61));
    assertBroken(
        "the tensor output_norm.weight of type F32 has the dimensions [2305843009213693952]");
    bytes(bytes -> bytes.putInt(entry(bytes, "output_norm.weight"), 9));
    assertBroken("the tensor output_norm.weight has 9 dimensions");
  }

  @Test
  void overlappingTensors() throws IOException {
    bytes(bytes -> bytes.putLong(entry(bytes, "output_norm.weight") + 4 + 8 + 4, 0));
    assertBroken("the tensors token_embd.weight and output_norm.weight overlap");
  }

  @Test
  void otherArchitecture() {
    Ggufs.edited(file, keys -> keys.put("general.architecture", "gemma3"));
    assertRefused(
        "The architecture is 'gemma3', which is not supported in GGUF (%s). Use a model of one of"
            + " these: llama, qwen2, qwen3.");
  }

  @Test
  void metadataOfTheWrongKind() {
    Ggufs.edited(file, keys -> keys.put("llama.block_count", "two"));
    assertBroken("llama.block_count is two, but must be a whole number");
    Ggufs.edited(file, keys -> keys.put("llama.block_count", 0));
    assertBroken("llama.block_count is 0, but must be a positive whole number");
  }

  @Test
  void partlyRotatedHeads() {
    Ggufs.edited(file, keys -> keys.put("llama.rope.dimension_count", 8));
    assertRefused(
        "2 layers with 4 heads of size 16 over 2 key and value heads are not supported (%s). Use a"
            + " model that rotates whole heads of one size, or copy the file again.");
  }

  @Test
  void otherRope() {
    Ggufs.edited(file, keys -> keys.put("llama.rope.scaling.type", "yarn"));
    assertRefused(
        "The rope type is 'yarn', which is not supported (%s). Use a model whose rope type is"
            + " 'none', 'linear' or Llama 3's.");
  }

  @Test
  void missingAndUnknownTensors() {
    Ggufs.edited(file, keys -> {}, tensors -> tensors.remove(3));
    assertBroken("it lacks the tensor blk.0.attn_norm.weight");
    export();
    Ggufs.edited(
        file,
        keys -> {},
        tensors ->
            tensors.add(
                new GgufWriter.Output(
                    "blk.0.ffn_gate_inp.weight", TensorType.F32, List.of(1L), () -> new float[1])));
    assertRefused(
        "The tensor blk.0.ffn_gate_inp.weight is none of the LLAMA family, so the model can't be"
            + " computed (%s). Use a model without extensions such as experts.");
  }

  @Test
  void shapeThatMetadataContradict() {
    Ggufs.edited(file, keys -> keys.put("llama.feed_forward_length", 64));
    assertBroken(
        "the tensor blk.0.ffn_gate.weight has the shape [128, 64], but its metadata ask for [64,"
            + " 64]");
  }

  @Test
  void otherTokenizers() {
    Ggufs.edited(file, keys -> keys.put("tokenizer.ggml.model", "t5"));
    assertRefused(
        "The tokenizer model is 't5', which is not supported (%s). Use a model whose tokenizer is"
            + " 'gpt2' or 'llama'.");
    Ggufs.edited(file, keys -> keys.put("tokenizer.ggml.model", "gpt2"));
    Ggufs.edited(file, keys -> keys.put("tokenizer.ggml.pre", "tekken"));
    assertRefused(
        "The pre-tokenizer is 'tekken', which is not supported (%s). Use a model whose"
            + " tokenizer.ggml.pre is gpt-2, smollm, llama-bpe or qwen2.");
  }

  @Test
  void vocabularyThatContradictsItself() {
    Ggufs.edited(file, keys -> change(keys, "tokenizer.ggml.merges", 0, "q xx"));
    assertBroken("its merge 'q xx' is not one of two tokens to a third");
    export();
    Ggufs.edited(file, keys -> change(keys, "tokenizer.ggml.tokens", 9, "<s>"));
    assertBroken("its tokens 1 and 9 are the same");
    export();
    Ggufs.edited(file, keys -> keys.put("tokenizer.ggml.token_type", List.of(1, 2)));
    assertBroken("it has 320 tokens, 2 kinds and 0 scores for an embedding of 320 rows");
  }

  @Test
  void idBeyondTheVocabulary() {
    Ggufs.edited(file, keys -> keys.put("tokenizer.ggml.eos_token_id", 320));
    assertBroken(
        "tokenizer.ggml.eos_token_id is 320, but must be below the vocabulary's 320 tokens");
  }

  @Test
  void folderOfOtherThings() throws IOException {
    Path folder = Files.createDirectories(parent.resolve("mine"));
    Files.writeString(folder.resolve("letter.txt"), "dear");
    assertThatExceptionOfType(BadInput.class)
        .isThrownBy(() -> GgufFile.in(file).importTo(folder))
        .withMessage(
            "The folder holds something else than a model (%s). Name a new folder.", folder);
    assertThat(Folders.in(folder)).containsExactly("letter.txt");
  }

  private static void change(Map<String, Object> keys, String key, int at, String value) {
    List<Object> list = new ArrayList<>((List<?>) keys.getOrDefault(key, List.of()));
    list.set(at, value);
    keys.put(key, list);
  }

  private void bytes(Consumer<ByteBuffer> change) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    change.accept(bytes);
    Files.write(file, bytes.array());
  }

  /** Where a tensor's entry in the header goes on after its name. */
  private static int entry(ByteBuffer bytes, String name) {
    String text = new String(bytes.array(), StandardCharsets.ISO_8859_1);
    return text.indexOf(name) + name.length();
  }

  private long left(int read) throws IOException {
    return Files.size(file) - read;
  }

  private void assertBroken(String how) {
    assertRefused("The GGUF file is broken: " + how.replace("%", "%%") + " (%s). " + COPY + ".");
  }

  private void assertRefused(String sentence) {
    Path folder = parent.resolve("folder");
    assertThatExceptionOfType(BadInput.class)
        .isThrownBy(() -> GgufFile.in(file).importTo(folder))
        .withMessage(sentence, file);
    assertThat(folder).doesNotExist();
  }
}
