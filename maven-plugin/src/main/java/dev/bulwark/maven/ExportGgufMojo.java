package dev.bulwark.maven;

import dev.bulwark.checkpoint.gguf.GgufStorage;
import dev.bulwark.cli.Job;
import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Writes a model folder as one GGUF file that llama.cpp and Ollama run, with its tokenizer and chat
 * template.
 *
 * @since 0.1.0
 */
@Mojo(name = "export-gguf", threadSafe = true)
@SuppressWarnings("NullAway.Init")
public class ExportGgufMojo extends ForkGoal {
  /**
   * Skips this goal.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.exportGguf.skip", defaultValue = "false")
  private boolean skipExportGguf;

  /**
   * The folder of the model to export; without one, the model that {@code safety-sft} tuned.
   *
   * @since 0.1.0
   */
  @Parameter(
      property = "bulwark.model",
      defaultValue = "${project.build.directory}/bulwark/safety-sft",
      required = true)
  private File model;

  /**
   * The GGUF file to write. It appears whole or stays as it was.
   *
   * @since 0.1.0
   */
  @Parameter(
      property = "bulwark.gguf",
      defaultValue = "${project.build.directory}/bulwark/model.gguf",
      required = true)
  private File gguf;

  /**
   * How matrices are stored: {@code f32}, {@code f16}, {@code bf16}, {@code q8_0} or {@code q4_0}.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.storage", defaultValue = "q8_0", required = true)
  private String storage;

  @Override
  void run() {
    GgufStorage stored = GgufStorage.named(storage, "<storage> in the pom");
    Path folder = existingModel(model);
    Map<String, String> facts =
        fork("export-gguf", new Job.ExportGguf(folder, gguf.toPath(), stored));
    info("Exported model: " + facts.get("gguf") + " (" + facts.get("storage") + ")");
  }

  @Override
  boolean skippedAlone() {
    return skipExportGguf;
  }
}
