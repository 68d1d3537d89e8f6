package dev.bulwark.maven;

import dev.bulwark.data.BadInput;
import dev.bulwark.data.Watcher;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** A goal that makes another model of a model and data. */
@SuppressWarnings("NullAway.Init")
abstract class TuningGoal extends TensorGoal {
  /**
   * The folder of the model that it starts from: a Hugging Face folder of the Llama shape with
   * {@code config.json}, safetensors and a tokenizer. Its property is not {@code bulwark.model},
   * which names the model that {@code evaluate} judges.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.baseModel", required = true)
  private File model;

  /**
   * The data to learn from: JSON Lines, CSV, TSV or Parquet.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.data", required = true)
  private File data;

  /**
   * The folder for the results, each of which gets a folder in it that has the stage's name.
   *
   * @since 0.1.0
   */
  @Parameter(
      property = "bulwark.output",
      defaultValue = "${project.build.directory}/bulwark",
      required = true)
  private File output;

  /**
   * Decides the order of the data and everything random: the same seed gives the same model.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.seed", defaultValue = "17")
  private long seed;

  /**
   * The address of an MLflow tracking server that gets the figures of every step, such as {@code
   * http://127.0.0.1:5000}. Needs {@code org.mlflow:mlflow-client} among the plugin's dependencies.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.mlflow")
  private @Nullable URI mlflow;

  /**
   * The experiment of the runs in MLflow.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.mlflowExperiment", defaultValue = "${project.artifactId}")
  private String mlflowExperiment;

  @Override
  final Map<String, String> watched(Function<Watcher, Map<String, String>> work) {
    return mlflow == null
        ? super.watched(work)
        : Tracking.at(mlflow, mlflowExperiment, progress(), work);
  }

  /**
   * The folder of the model.
   *
   * @param kind of model, in words that go on from "the folder of the"
   * @throws BadInput where there is none
   */
  final Path model(String kind) {
    return existing(model, "model", "Name the folder of the " + kind);
  }

  /**
   * The file of the data.
   *
   * @param records what is in it, such as {@code conversations}
   * @throws BadInput where there is none
   */
  final Path data(String records) {
    return existing(data, "data", fileOf(records));
  }

  /**
   * A file that may be given besides.
   *
   * @throws BadInput where one is given that is missing
   */
  static List<Path> more(@Nullable File given, String element, String records) {
    return Optional.ofNullable(given).map(file -> existing(file, element, fileOf(records))).stream()
        .toList();
  }

  private static String fileOf(String records) {
    return "Name a file of " + records;
  }

  final Path output() {
    return output.toPath();
  }

  final long seed() {
    return seed;
  }

  /** Says where the model is, and the page on how it was trained. */
  final void trained(String what, Map<String, String> facts) {
    info(what + ": " + facts.get("model"));
    info("Report: " + facts.get("report"));
  }
}
