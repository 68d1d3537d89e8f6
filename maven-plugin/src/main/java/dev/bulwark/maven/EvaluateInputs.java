package dev.bulwark.maven;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.bulwark.cli.Places;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what {@code evaluate} reads, before it removes old results. A path that this JVM can't
 * name is left out: it fails the goal soon, and old results must not outlive that.
 *
 * @param places what is known so far
 */
record EvaluateInputs(Places places) {

  /** With what one more step adds. */
  EvaluateInputs with(UnaryOperator<Places> step) {
    try {
      return new EvaluateInputs(step.apply(places));
    } catch (InvalidPathException e) {
      return this;
    }
  }

  /**
   * With the reward models that judge. Each element counts by itself: one that stands twice is an
   * error soon, but both name inputs until then.
   *
   * @param base the folder that relative paths start from
   */
  EvaluateInputs judgedBy(@Nullable PlexusConfiguration judge, Path base) {
    EvaluateInputs inputs = this;
    if (judge != null) {
      for (PlexusConfiguration child : judge.getChildren()) {
        String folder = child.getValue("").strip();
        inputs =
            inputs.with(
                known ->
                    known.readingJudges(
                        JsonNodeFactory.instance.objectNode().put(child.getName(), folder), base));
      }
    }
    return inputs;
  }
}
