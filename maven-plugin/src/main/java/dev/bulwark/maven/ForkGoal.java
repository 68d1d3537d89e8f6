package dev.bulwark.maven;

import dev.bulwark.cli.Job;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.Printable;
import dev.bulwark.data.Watcher;
import dev.bulwark.report.ProgressBar;
import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javax.inject.Inject;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.plugins.annotations.Parameter;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/**
 * A goal that works on a model, in a JVM of its own: native libraries and gigabytes of weights stay
 * out of Maven's.
 */
@SuppressWarnings("NullAway.Init")
abstract class ForkGoal extends BulwarkGoal {
  /**
   * Options for the forked JVM, separated by blanks.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.jvmArgs", defaultValue = "")
  private @Nullable String jvmArgs;

  /**
   * The largest heap of the forked JVM, such as {@code 2g}. Tensors live outside of it; without
   * this the JVM decides.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.maxHeap")
  private @Nullable String maxHeap;

  /**
   * Seconds after which the goal is stopped and the build fails; 0 for no limit.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.timeout", defaultValue = "0")
  private long timeout;

  @Parameter(defaultValue = "${plugin.artifacts}", readonly = true, required = true)
  private List<Artifact> artifacts;

  @Parameter(
      defaultValue = "${project.build.directory}/bulwark/jobs",
      readonly = true,
      required = true)
  private File jobs;

  @Inject private RepositorySystem resolver;

  /** Runs a job to its end and returns what it told: paths and rates by name. */
  final Map<String, String> fork(String name, Job job) {
    if (timeout < 0) {
      throw new BadInput("The timeout is " + timeout, "<timeout> in the pom", "Give 0 or more");
    }
    job.places().check();
    Path file = jobs.toPath().resolve(name + ".json");
    job.write(file);
    List<String> command = new JavaCommand(classPath(), jvmArguments()).line(file);
    debug("Forking " + String.join(" ", command));
    return watched(watcher -> run(command, watcher));
  }

  /** Does the work while somebody watches: the terminal, and whoever else a goal knows. */
  Map<String, String> watched(Function<Watcher, Map<String, String>> work) {
    return work.apply(progress());
  }

  private Map<String, String> run(List<String> command, Watcher watcher) {
    ForkedJob forked = new ForkedJob(Duration.ofSeconds(timeout), watcher, this::debug);
    try {
      return DeviceSlot.of(session().getRepositorySession().getData())
          .in(
              () -> getLog().info("Waiting for another module's job to end."),
              () -> forked.run(command, session().getCurrentProject().getBasedir().toPath()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ForkFailed("The wait for another module's job was interrupted.");
    }
  }

  /** Coordinates of what the job needs beside the plugin's own artifacts. */
  List<String> besides() {
    return Natives.logging();
  }

  /** Says what is missing before a JVM is started to find out. */
  static Path existing(File file, String element, String remedy) {
    if (!Files.exists(file.toPath())) {
      throw new BadInput("There is no " + file, "<" + element + "> in the pom", remedy);
    }
    return file.toPath();
  }

  /** Says where the model comes from that a goal works on. */
  final Path existingModel(File model) {
    return existing(
        model, "model", "Run " + command().named("safety-sft") + ", or name a model's folder");
  }

  private void debug(String line) {
    getLog().debug(Printable.line(line));
  }

  final Watcher progress() {
    boolean terminal = Terminal.attached() && session().getRequest().isInteractiveMode();
    // Autoflush is needless: the log stream passes each line on by itself.
    return terminal
        ? ProgressBar.on(System.out, true)
        : ProgressBar.on(
            new PrintStream(new LogStream(getLog()::info), false, StandardCharsets.UTF_8), false);
  }

  private List<Path> classPath() {
    List<Path> classPath = new ArrayList<>();
    artifacts.forEach(artifact -> classPath.add(artifact.getFile().toPath()));
    classPath.addAll(Natives.resolve(besides(), resolver, session()));
    return classPath;
  }

  private List<String> jvmArguments() {
    List<String> arguments = new ArrayList<>();
    if (maxHeap != null) {
      arguments.add("-Xmx" + maxHeap);
    }
    if (jvmArgs != null) {
      Arrays.stream(jvmArgs.split("\\s+")).filter(word -> !word.isEmpty()).forEach(arguments::add);
    }
    return arguments;
  }
}
