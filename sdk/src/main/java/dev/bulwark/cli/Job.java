package dev.bulwark.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.bulwark.checkpoint.gguf.GgufStorage;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.JsonReason;
import dev.bulwark.data.WholeFile;
import dev.bulwark.stage.SettingsFile;
import dev.bulwark.stage.SettingsSection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a forked JVM is to do, as one JSON file: {@code {"goal": "safety-sft", "model": …}}. A build
 * goal writes it; a person can write one too and run {@link JobMain} on it.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "goal")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Job.Tune.class, name = "safety-sft"),
  @JsonSubTypes.Type(value = Job.TrainReward.class, name = "reward-model"),
  @JsonSubTypes.Type(value = Tuning.SampleBest.class, name = "rejection-sampling"),
  @JsonSubTypes.Type(value = Tuning.Distil.class, name = "context-distillation"),
  @JsonSubTypes.Type(value = Tuning.Instruct.class, name = "ghost-attention"),
  @JsonSubTypes.Type(value = Tuning.Prefer.class, name = "dpo"),
  @JsonSubTypes.Type(value = Tuning.TrainPolicy.class, name = "train-policy"),
  @JsonSubTypes.Type(value = Job.Evaluate.class, name = "evaluate"),
  @JsonSubTypes.Type(value = Job.ImportGguf.class, name = "import-gguf"),
  @JsonSubTypes.Type(value = Job.ExportGguf.class, name = "export-gguf")
})
public sealed interface Job permits Tuning, Job.Evaluate, Job.ImportGguf, Job.ExportGguf {

  /**
   * Settings to lay over the defaults, and the place they come from.
   *
   * @param settings names and values, nested as the settings record is; empty where none are given
   * @param from where the user wrote them, for error messages
   * @param file a {@code bulwark.yml}, whose section for the job these are laid over; may be
   *     missing
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Overlay(ObjectNode settings, String from, @Nullable Path file) {
    /** Settings without a file. */
    public Overlay(ObjectNode settings, String from) {
      this(settings, from, null);
    }

    /** What to lay over the defaults, one after the other. */
    List<SettingsSection> sections(String name) {
      SettingsSection own = new SettingsSection(settings, from, "");
      return file == null ? List.of(own) : List.of(SettingsFile.in(file).section(name), own);
    }
  }

  /**
   * Tunes a model on conversations.
   *
   * @param model the folder of the base model
   * @param data the safety demonstrations
   * @param helpful files of other conversations to learn from beside them; may be missing
   * @param output the folder for the tuned model and the page of its training
   * @param seed decides the order of the data and everything random
   * @param overlay the settings of the stage
   */
  record Tune(
      Path model, Path data, @Nullable List<Path> helpful, Path output, long seed, Overlay overlay)
      implements Tuning {
    /** Copies the list, so that the value can't change. */
    public Tune {
      helpful = helpful == null ? List.of() : List.copyOf(helpful);
    }

    /** On safety demonstrations alone. */
    public Tune(Path model, Path data, Path output, long seed, Overlay overlay) {
      this(model, data, List.of(), output, seed, overlay);
    }

    @Override
    public Places places() {
      Places places = Places.none().reading("base model", model).reading("data", data);
      for (Path file : others()) {
        places = places.reading("helpful data, " + file, file);
      }
      return result(places);
    }

    @Override
    public String name() {
      return "safety-sft";
    }

    List<Path> others() {
      return helpful == null ? List.of() : helpful;
    }
  }

  /** What a reward model is to tell apart. */
  enum RewardKind {
    /** Safe from unsafe answers. */
    SAFETY,
    /** Helpful from useless answers. */
    HELPFULNESS;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Trains a reward model on pairs of answers.
   *
   * @param kind what it is to tell apart
   * @param model the folder of the chat model that it starts from
   * @param data the pairs
   * @param beside pairs of the other kind, files of which a part is learned from, too
   * @param output the folder for the reward model and its page
   * @param seed decides the order of the data and everything random
   * @param overlay the settings of the stage
   */
  record TrainReward(
      RewardKind kind,
      Path model,
      Path data,
      List<Path> beside,
      Path output,
      long seed,
      Overlay overlay)
      implements Tuning {
    /** Copies the list, so that the value can't change. */
    public TrainReward {
      beside = List.copyOf(beside);
    }

    @Override
    public Places places() {
      Places places = Places.none().reading("model", model).reading("data", data);
      for (Path file : beside) {
        places = places.reading("data beside, " + file, file);
      }
      return places
          .writing("reward model", output.resolve(name()))
          .writing("page of the reward model", page());
    }

    @Override
    public String name() {
      return "reward-model-" + kind.label();
    }
  }

  /**
   * Answers the prompts of a suite and judges the answers.
   *
   * @param model the model's folder
   * @param suite the folder of the prompts
   * @param results the results file to write
   * @param overlay the settings of the evaluation
   * @param options what else it does otherwise than usual; null for nothing
   */
  record Evaluate(Path model, Path suite, Path results, Overlay overlay, @Nullable Options options)
      implements Job {

    /** An evaluation of a local model as usual. */
    public Evaluate(Path model, Path suite, Path results, Overlay overlay) {
      this(model, suite, results, overlay, null);
    }

    @Override
    public Places places() {
      Places outputs = Places.none().writingResults("results", results);
      Places questions = chosen().standardSuite() ? outputs : outputs.reading("suite", suite);
      Overlay judge = chosen().judge();
      if (judge != null) {
        questions = questions.readingJudges(judge.settings(), Path.of(""));
      }
      Path recorded = chosen().responses();
      if (recorded != null) {
        return questions.reading("responses", recorded);
      }
      return chosen().endpoint() == null ? questions.reading("model", model) : questions;
    }

    /** The options, those of nothing unusual where there are none. */
    Options chosen() {
      return options == null ? Options.NONE : options;
    }
  }

  /**
   * What an evaluation does otherwise than usual.
   *
   * @param standardSuite whether the suite that comes with Bulwark takes the folder's place
   * @param attacks names of attacks that the plain harmful prompts are asked in as well
   * @param endpoint settings of a remote model that takes the folder's place; null for none
   * @param judge settings of a remote model that judges, or of reward models that do; null for the
   *     standard judge
   * @param responses a file of recorded answers that takes the model's place; null for none
   */
  record Options(
      boolean standardSuite,
      List<String> attacks,
      @Nullable Overlay endpoint,
      @Nullable Overlay judge,
      @Nullable Path responses) {
    /** Nothing unusual. */
    public static final Options NONE = new Options(false, List.of(), null, null, null);

    /** Without recorded answers. */
    public Options(
        boolean standardSuite,
        List<String> attacks,
        @Nullable Overlay endpoint,
        @Nullable Overlay judge) {
      this(standardSuite, attacks, endpoint, judge, null);
    }

    /** Copies the names. */
    public Options {
      attacks = List.copyOf(attacks);
    }
  }

  /**
   * Makes a model folder of a GGUF file.
   *
   * @param gguf the file
   * @param model the folder to write
   */
  record ImportGguf(Path gguf, Path model) implements Job {
    @Override
    public Places places() {
      return Places.none().reading("GGUF file", gguf).writing("model", model);
    }
  }

  /**
   * Writes a model folder as a GGUF file.
   *
   * @param model the folder
   * @param gguf the file to write
   * @param storage how its matrices are stored
   */
  record ExportGguf(Path model, Path gguf, GgufStorage storage) implements Job {
    @Override
    public Places places() {
      return Places.none().reading("model", model).writing("GGUF file", gguf);
    }
  }

  /** What the job reads and what it writes. */
  Places places();

  /**
   * Reads a job.
   *
   * @throws BadInput for a file that is missing or holds no job
   */
  static Job in(Path file) {
    String remedy = "Give a JSON file such as {\"goal\": \"safety-sft\", \"model\": …}";
    if (!Files.isRegularFile(file)) {
      throw BadInput.in(file, "There is no such job file", remedy);
    }
    try {
      return json().readValue(Files.readString(file), Job.class);
    } catch (JsonProcessingException e) {
      if (e.getCause() instanceof InvalidPathException path) {
        throw Locales.unusable(path);
      }
      throw BadInput.in(file, "The job can't be read: " + JsonReason.of(e), remedy);
    } catch (IOException e) {
      throw BadInput.in(file, "The job can't be read: " + e.getMessage(), remedy);
    }
  }

  /** Writes the job, so that {@link #in} reads the same again. */
  default void write(Path file) {
    JsonNode tree = json().valueToTree(this);
    WholeFile.write(file, tree.toPrettyString() + "\n");
  }

  private static JsonMapper json() {
    SimpleModule paths = new SimpleModule().addSerializer(Path.class, new ToStringSerializer());
    return JsonMapper.builder().addModule(paths).build();
  }
}
