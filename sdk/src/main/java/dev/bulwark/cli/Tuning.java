package dev.bulwark.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A job that makes another model of a model and data. */
public sealed interface Tuning extends Job
    permits Job.Tune,
        Job.TrainReward,
        Tuning.SampleBest,
        Tuning.Distil,
        Tuning.Instruct,
        Tuning.Prefer,
        Tuning.TrainPolicy {
  /** The folder of the model that it starts from. */
  Path model();

  /** The folder for the results. */
  Path output();

  /** Decides the order of the data and everything random. */
  long seed();

  /** The settings of the stage. */
  Overlay overlay();

  /** The stage's name: that of the result's folder, and of the settings' section. */
  String name();

  /** The page of the training. */
  default Path page() {
    return output().resolve(name() + ".html");
  }

  /** What is written besides what is read. */
  default Places result(Places reads) {
    return reads
        .writing("tuned model", output().resolve(name()))
        .writing("page of the training", page());
  }

  /**
   * Learns the best of several answers to each prompt.
   *
   * @param model the folder of the chat model that answers
   * @param prompts what it answers
   * @param rewards who says which answer is the best
   * @param pool the file of all answers; without it one in the folder for the results
   * @param output the folder for the tuned model and the page of its training
   * @param seed decides the draws, the order of the data and everything random
   * @param overlay the settings of the stage
   */
  record SampleBest(
      Path model,
      AskedPrompts prompts,
      RewardFolders rewards,
      @Nullable Path pool,
      Path output,
      long seed,
      Overlay overlay)
      implements Tuning {

    @Override
    public Places places() {
      Places places = result(rewards.in(prompts.in(Places.none().reading("model", model))));
      return pool == null ? places : places.writing("pool of answers", pool);
    }

    @Override
    public String name() {
      return "rejection-sampling";
    }
  }

  /**
   * Learns answers that a pre-prompt made better.
   *
   * @param model the folder of the chat model that answers
   * @param data the adversarial prompts
   * @param safetyReward the folder of the reward model that compares answers
   * @param output the folder for the tuned model and the page of its training
   * @param seed decides the draws, the order of the data and everything random
   * @param overlay the settings of the stage
   */
  record Distil(Path model, Path data, Path safetyReward, Path output, long seed, Overlay overlay)
      implements Tuning {

    @Override
    public Places places() {
      return result(
          Places.none()
              .reading("model", model)
              .reading("prompts", data)
              .reading("safety reward model", safetyReward));
    }

    @Override
    public String name() {
      return "context-distillation";
    }
  }

  /**
   * Learns that an instruction holds over a whole dialogue.
   *
   * @param model the folder of the chat model that answers
   * @param data the dialogues
   * @param helpful files of other conversations to learn from beside them
   * @param output the folder for the tuned model and the page of its training
   * @param seed decides the instructions, the draws, the order of the data and everything random
   * @param overlay the settings of the stage
   */
  record Instruct(
      Path model, Path data, List<Path> helpful, Path output, long seed, Overlay overlay)
      implements Tuning {
    /** Copies the list, so that the value can't change. */
    public Instruct {
      helpful = List.copyOf(helpful);
    }

    @Override
    public Places places() {
      Places places = Places.none().reading("model", model).reading("dialogues", data);
      for (Path file : helpful) {
        places = places.reading("helpful data, " + file, file);
      }
      return result(places);
    }

    @Override
    public String name() {
      return "ghost-attention";
    }
  }

  /** How a policy learns. */
  enum Method {
    /** With a critic. */
    PPO,
    /** From groups of answers. */
    GRPO
  }

  /**
   * Trains a policy on what its answers to prompts are worth.
   *
   * @param method how it learns
   * @param model the folder of the chat model that it starts from
   * @param prompts what it answers
   * @param rewards who says what the answers are worth
   * @param output the folder for the tuned model and the page of its training
   * @param seed decides the prompts' order and everything random
   * @param overlay the settings of the stage
   */
  record TrainPolicy(
      Method method,
      Path model,
      AskedPrompts prompts,
      RewardFolders rewards,
      Path output,
      long seed,
      Overlay overlay)
      implements Tuning {

    @Override
    public Places places() {
      return result(rewards.in(prompts.in(Places.none().reading("model", model))));
    }

    @Override
    public String name() {
      return method.name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Learns from pairs of answers which to prefer.
   *
   * @param model the folder of the chat model that it starts from
   * @param data the pairs
   * @param output the folder for the tuned model and the page of its training
   * @param seed decides the order of the data and everything random
   * @param overlay the settings of the stage
   */
  record Prefer(Path model, Path data, Path output, long seed, Overlay overlay) implements Tuning {

    @Override
    public Places places() {
      return result(Places.none().reading("model", model).reading("data", data));
    }

    @Override
    public String name() {
      return "dpo";
    }
  }
}
