package dev.bulwark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.checkpoint.gguf.GgufStorage;
import dev.bulwark.data.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobTest {
  @TempDir Path folder;

  @Test
  void readsTheTuningThatItWrote() {
    ObjectNode settings = new JsonMapper().createObjectNode().put("epochs", 3);
    Job job =
        new Job.Tune(
            Path.of("models", "base"),
            Path.of("data.jsonl"),
            Path.of("out put"),
            17,
            new Job.Overlay(settings, "<settings>"));

    job.write(folder.resolve("job.json"));

    assertThat(Job.in(folder.resolve("job.json"))).isEqualTo(job);
  }

  @Test
  void readsTheEvaluationThatItWrote() {
    Job job =
        new Job.Evaluate(
            Path.of("models", "base"),
            Path.of("suite"),
            Path.of("results.jsonl"),
            new Job.Overlay(new JsonMapper().createObjectNode(), "<settings>"));

    job.write(folder.resolve("job.json"));

    assertThat(Job.in(folder.resolve("job.json"))).isEqualTo(job);
  }

  @Test
  void readsTheRewardModelThatItWrote() {
    Job job =
        new Job.TrainReward(
            Job.RewardKind.SAFETY,
            Path.of("models", "chat"),
            Path.of("pairs.jsonl"),
            List.of(Path.of("others.jsonl")),
            Path.of("out"),
            17,
            new Job.Overlay(new JsonMapper().createObjectNode(), "<settings>"));

    job.write(folder.resolve("job.json"));

    assertThat(Job.in(folder.resolve("job.json"))).isEqualTo(job);
  }

  @Test
  void readsTheLearningOfOwnAnswersAndOfPairsThatItWrote() {
    Path file = folder.resolve("job.json");
    Path model = Path.of("models", "chat");
    Path data = Path.of("data.jsonl");
    Path out = Path.of("out");
    Job.Overlay none = new Job.Overlay(new JsonMapper().createObjectNode(), "<settings>");
    AskedPrompts asked = new AskedPrompts(data, Path.of("helpful.jsonl"));
    RewardFolders rewards = new RewardFolders(Path.of("safety"), null);
    List<Tuning> jobs =
        List.of(
            new Tuning.SampleBest(model, asked, rewards, Path.of("pool.jsonl"), out, 17, none),
            new Tuning.SampleBest(model, asked, rewards, null, out, 17, none),
            new Tuning.Distil(model, data, Path.of("safety"), out, 17, none),
            new Tuning.Instruct(model, data, List.of(Path.of("more.jsonl")), out, 17, none),
            new Tuning.Instruct(model, data, List.of(), out, 17, none),
            new Tuning.Prefer(model, data, out, 17, none),
            new Tuning.TrainPolicy(Tuning.Method.PPO, model, asked, rewards, out, 17, none),
            new Tuning.TrainPolicy(Tuning.Method.GRPO, model, asked, rewards, out, 17, none));
    for (Tuning job : jobs) {
      job.write(file);
      assertThat(Job.in(file)).isEqualTo(job);
      assertThat(job.places().writes()).containsEntry("tuned model", out.resolve(job.name()));
    }
  }

  @Test
  void readsTheConversionsThatItWrote() {
    Path file = folder.resolve("job.json");
    List<Job> jobs =
        List.of(
            new Job.ImportGguf(Path.of("model.gguf"), Path.of("models", "base")),
            new Job.ExportGguf(Path.of("base"), Path.of("model.gguf"), GgufStorage.Q8_0));

    for (Job job : jobs) {
      job.write(file);
      assertThat(Job.in(file)).isEqualTo(job);
    }
  }

  @Test
  void writesPathsAsPeopleDo() throws IOException {
    Path file = folder.resolve("job.json");
    new Job.Evaluate(
            Path.of("base"),
            Path.of("suite"),
            Path.of("results.jsonl"),
            new Job.Overlay(new JsonMapper().createObjectNode(), "<settings>"))
        .write(file);

    assertThat(Files.readString(file)).contains("\"model\" : \"base\"");
  }

  @Test
  void namesTheFileThatIsMissing() {
    assertThatThrownBy(() -> Job.in(folder.resolve("none.json")))
        .isInstanceOf(BadInput.class)
        .hasMessageStartingWith("There is no such job file (")
        .hasMessageContaining("none.json");
  }

  @Test
  void refusesAGoalThatItDoesNotKnow() throws IOException {
    Path file = Files.writeString(folder.resolve("job.json"), "{\"goal\": \"dance\"}");

    assertThatThrownBy(() -> Job.in(file))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("'dance'")
        .hasMessageContaining("safety-sft");
  }

  @Test
  void refusesAFieldThatItDoesNotKnow() throws IOException {
    Path file =
        Files.writeString(folder.resolve("job.json"), "{\"goal\":\"evaluate\",\"modle\":\"m\"}");

    assertThatThrownBy(() -> Job.in(file))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("modle");
  }
}
