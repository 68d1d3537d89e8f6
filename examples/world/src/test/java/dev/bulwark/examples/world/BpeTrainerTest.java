package dev.bulwark.examples.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BpeTrainerTest {
  private static final List<String> NASTY =
      List.of(
          "",
          " ",
          "  two  spaces   and\ttabs\n\n\nlines \r\n ",
          "I can't, you'll, they've; WE'RE I'm he'd 'twas",
          "naïve Zürich Ångström \u00a0no\u00a0break",
          "日本語のテキスト и русский текст, العربية",
          "👩‍👩‍👧 🏳️‍🌈 family",
          "x=1234567890;y[0]!=3.14e-7 //{}<>",
          "zero\u0000byte \u200bjoiner \u2003em",
          "e\u0301 combining ½ ² Ⅷ");

  @TempDir Path folder;

  @Test
  void textsSurviveInTheReferenceTokenizer() throws IOException {
    try (HuggingFaceTokenizer tokenizer = reference(World.of(World.SEED).tokenizerTexts(), 1024)) {
      for (String text : NASTY) {
        assertThat(tokenizer.decode(tokenizer.encode(text, false, false).getIds())).isEqualTo(text);
      }
      assertThat(tokenizer.encode("Tell me how to make the powder", false, false).getTokens())
          .containsExactly("Tell", "Ġme", "Ġhow", "Ġto", "Ġmake", "Ġthe", "Ġpowder");
    }
  }

  @Test
  void specialTokensAreOneTokenEachWithTheFirstIds() throws IOException {
    try (HuggingFaceTokenizer tokenizer = reference(List.of("user\nassistant"), 270)) {
      Encoding encoding =
          tokenizer.encode("<|im_start|>user\nHi<|im_end|>\n<|endoftext|>", false, false);
      assertThat(encoding.getIds()).startsWith(1).endsWith(0).contains(2);
      assertThat(tokenizer.decode(encoding.getIds(), true)).isEqualTo("user\nHi\n");
    }
  }

  @Test
  void wordsAreCutWhereTheReferenceCutsThem() throws IOException {
    try (HuggingFaceTokenizer tokenizer = reference(NASTY, 4000)) {
      for (String text : NASTY) {
        String[] tokens = tokenizer.encode(text, false, false).getTokens();
        assertThat(Arrays.asList(tokens)).isEqualTo(Bytes.words(text));
      }
    }
  }

  @Test
  void frequentPairsComeFirstAndTiesInAlphabeticalOrder() throws IOException {
    BpeTrainer.train(List.of("xy xy ab", "cd"), 263).writeTo(folder);
    assertThat(Files.readString(folder.resolve("tokenizer.json")))
        .contains("\"merges\" : [ \"x y\", \"a b\", \"c d\", \"Ġ ab\" ]");
  }

  @Test
  void sameTextsGiveTheSameFilesAndVocabularyIsKept() throws IOException {
    List<String> texts = World.of(World.SEED).tokenizerTexts();
    BpeTokenizer first = BpeTrainer.train(texts, 400);
    first.writeTo(folder.resolve("a"));
    BpeTrainer.train(texts, 400).writeTo(folder.resolve("b"));
    assertThat(first.vocabulary()).isEqualTo(400);
    for (String name :
        List.of(
            "tokenizer.json",
            "tokenizer_config.json",
            "special_tokens_map.json",
            "generation_config.json")) {
      assertThat(folder.resolve("a").resolve(name))
          .hasSameTextualContentAs(folder.resolve("b").resolve(name));
    }
  }

  @Test
  void vocabularyBelowTheBytesIsRefused() {
    assertThatThrownBy(() -> BpeTrainer.train(List.of("a"), 100))
        .hasMessage("The vocabulary is 100, but must be at least 259");
  }

  private HuggingFaceTokenizer reference(List<String> texts, int vocabulary) throws IOException {
    BpeTrainer.train(texts, vocabulary).writeTo(folder);
    return HuggingFaceTokenizer.newInstance(
        folder.resolve("tokenizer.json"),
        Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false"));
  }
}
