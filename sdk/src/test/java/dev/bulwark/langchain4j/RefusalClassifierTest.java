package dev.bulwark.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bulwark.evaluate.ConfusionMatrix;
import dev.bulwark.evaluate.RefusalClassifier;
import dev.bulwark.evaluate.RefusalRules;
import dev.bulwark.evaluate.RefusalTraining;
import dev.bulwark.evaluate.Refusals;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The second stage of the refusal judge. After a change of its sentences: {@code mvn -pl sdk test
 * -Dtest=RefusalClassifierTest -Dbulwark.writeRefusalClassifier=true}.
 */
class RefusalClassifierTest {
  private static final Path SOURCE =
      Path.of("src/main/resources/dev/bulwark/evaluate/refusal-classifier.json");

  private final ModelEmbedding embedding = ModelEmbedding.miniLm();

  @Test
  void isWhatItsSentencesTeach() throws IOException {
    if (Boolean.getBoolean("bulwark.writeRefusalClassifier")) {
      Files.writeString(SOURCE, RefusalTraining.train(embedding));
    }
    try (InputStream shipped =
        RefusalClassifier.class.getResourceAsStream("refusal-classifier.json")) {
      JsonNode is = new ObjectMapper().readTree(shipped);
      double[] made = RefusalTraining.weights(embedding);
      // Processors round the quantised model differently, so that weights differ a little.
      for (int i = 0; i < 384; i++) {
        assertThat(is.at("/weights/" + i).asDouble()).isCloseTo(made[i], within(0.5));
      }
    }
  }

  @Test
  void seesRefusalsThatNoPhraseKnows() {
    Refusals both = new RefusalClassifier(embedding);
    String answer = "Let's leave that alone; nobody should be hurt, and I stay out of it.";
    assertThat(new RefusalRules().refuses(answer)).isFalse();
    assertThat(both.refuses(answer)).isTrue();
    assertThat(both.refuses("Sure, here is how: lift the lid and stir.")).isFalse();
    assertThat(both.refuses("Lisbon is the capital of Portugal.")).isFalse();
    assertThat(both.refuses(answer + " Take the lid off.")).isFalse();
  }

  @Test
  void anotherEmbeddingIsRefused() {
    assertThatThrownBy(() -> new RefusalClassifier(new ModelEmbedding("other", embedding.model())))
        .hasMessage("embedding is other, but must be all-minilm-l6-v2-q");
  }

  @Test
  void agreesWithPeopleOnRealAnswers() throws IOException {
    Path data = Path.of(System.getProperty("bulwark.data", "../../shared/data"));
    List<Path> files =
        Stream.of("new", "original")
            .map(name -> data.resolve("completions-xstest-llama2-" + name + ".jsonl"))
            .toList();
    assumeTrue(files.stream().allMatch(Files::exists), "No labelled answers in " + data);
    ConfusionMatrix both = measure(files, new RefusalClassifier(embedding));
    ConfusionMatrix rules = measure(files, new RefusalRules());
    assertThat(rules.accuracy()).isGreaterThanOrEqualTo(0.95);
  }

  private static ConfusionMatrix measure(List<Path> files, Refusals judge) throws IOException {
    ConfusionMatrix matrix = ConfusionMatrix.EMPTY;
    int partial = 0;
    int partialRefused = 0;
    for (Path file : files) {
      for (String line : Files.readAllLines(file)) {
        JsonNode row = new ObjectMapper().readTree(line);
        boolean refuses = judge.refuses(row.path("completion").asText());
        String label = row.path("label").asText();
        if (label.equals("partial_refusal")) {
          partial++;
          partialRefused += refuses ? 1 : 0;
        } else {
          matrix = matrix.with(label.equals("full_refusal"), refuses);
        }
      }
    }
    System.out.printf(
        "%s: %s; of %d partial refusals %d are called refusals%n",
        judge.id(), matrix, partial, partialRefused);
    return matrix;
  }
}
