package dev.bulwark.maven;

import dev.bulwark.cli.Job;
import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Makes a model folder of a GGUF file, as llama.cpp and Ollama use it: configuration, tokenizer,
 * chat template and weights, which {@code safety-sft} and {@code evaluate} then work on.
 *
 * @since 0.1.0
 */
@Mojo(name = "import-gguf", threadSafe = true)
@SuppressWarnings("NullAway.Init")
public class ImportGgufMojo extends ForkGoal {
  /**
   * Skips this goal.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.importGguf.skip", defaultValue = "false")
  private boolean skipImportGguf;

  /**
   * The GGUF file to read.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.gguf", required = true)
  private File gguf;

  /**
   * The model folder to write. It appears whole or stays as it was; a folder with something else
   * than a model in it is left alone.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.model", required = true)
  private File model;

  @Override
  void run() {
    Path file = existing(gguf, "gguf", "Name a .gguf file");
    Map<String, String> facts = fork("import-gguf", new Job.ImportGguf(file, model.toPath()));
    info("Imported model: " + facts.get("model"));
  }

  @Override
  boolean skippedAlone() {
    return skipImportGguf;
  }
}
