package dev.bulwark.stage;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.checkpoint.FreshModel;
import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.data.Prompt;
import dev.bulwark.data.Prompts;
import dev.bulwark.fixtures.Folders;
import dev.bulwark.model.DecoderShape;
import dev.bulwark.model.Rotary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** A fresh model of eight letters and four special tokens: a world in which optima are known. */
final class Letters {
  private static final JsonMapper JSON = new JsonMapper();
  private static final List<String> SPECIAL = List.of("<pad>", "</s>", "<u>", "<a>");
  private static final List<String> WORLD = List.of("a", "b", "c", "d", "e", "f", "g", "h");

  private Letters() {}

  static ModelFolder model(Path folder, long seed) {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("tokenizer.json"), tokenizer().toString());
      ObjectNode config = JSON.createObjectNode().put("eos_token", "</s>").put("bos_token", "");
      config.put(
          "chat_template",
          "{% for m in messages %}{% if m['role'] == 'user' %}<u>{{ m['content'] }}"
              + "{% else %}<a>{{ m['content'] }}</s>{% endif %}{% endfor %}"
              + "{% if add_generation_prompt %}<a>{% endif %}");
      Files.writeString(folder.resolve("tokenizer_config.json"), config.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    DecoderShape.Attention attention =
        DecoderShape.Attention.plain(2, 1, 16, Rotary.plain(10_000), 64);
    int vocabulary = SPECIAL.size() + WORLD.size();
    FreshModel.write(
        folder,
        new DecoderShape(vocabulary, 32, 64, 1, attention, 1e-5, DecoderShape.Output.TIED),
        1,
        0,
        seed);
    return ModelFolder.open(folder);
  }

  private static ObjectNode tokenizer() {
    ObjectNode tokenizer = JSON.createObjectNode().put("version", "1.0");
    ArrayNode added = tokenizer.putArray("added_tokens");
    ObjectNode model = JSON.createObjectNode().put("type", "BPE");
    ObjectNode vocabulary = model.putObject("vocab");
    for (String token : SPECIAL) {
      vocabulary.put(token, vocabulary.size());
      added
          .addObject()
          .put("id", vocabulary.size() - 1)
          .put("content", token)
          .put("single_word", false)
          .put("lstrip", false)
          .put("rstrip", false)
          .put("normalized", false)
          .put("special", true);
    }
    WORLD.forEach(letter -> vocabulary.put(letter, vocabulary.size()));
    model.putArray("merges");
    tokenizer.putNull("normalizer").putNull("pre_tokenizer").putNull("post_processor");
    tokenizer.putObject("decoder").put("type", "Fuse");
    tokenizer.set("model", model);
    return tokenizer;
  }

  /** Prompts of two letters each, all different up to 64 of them. */
  static Prompts prompts(Path folder, int count) {
    String[] lines =
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    "{\"id\":\"p%d\",\"prompt\":\"%s%s\"}"
                        .formatted(i, WORLD.get(i % 8), WORLD.get(i / 8 % 8)))
            .toArray(String[]::new);
    return Prompts.in(Folders.lines(folder.resolve("prompts.jsonl"), lines), Prompt.Kind.HARMFUL);
  }

  /** How often the letter a stands in an answer. */
  static Reward countingA() {
    return Reward.of(
        "letters a, 1", scored -> scored.answer().chars().filter(c -> c == 'a').count());
  }
}
