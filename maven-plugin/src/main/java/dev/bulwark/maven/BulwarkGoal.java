package dev.bulwark.maven;

import dev.bulwark.cli.Locales;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.Printable;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** What all goals share: how they are skipped, and how errors become those of Maven. */
@SuppressWarnings("NullAway.Init")
abstract class BulwarkGoal extends AbstractMojo {
  private static final List<String> TEST_SWITCHES =
      List.of("skipTests", "skipITs", "maven.test.skip", "maven.test.failure.ignore");

  private static final Pattern WORD = Pattern.compile("-(.)");

  /**
   * Skips all goals of this plugin. A skipped {@code check} says so in the log and in its verdict.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.skip", defaultValue = "false")
  private boolean skip;

  @Parameter(defaultValue = "${session}", readonly = true, required = true)
  private MavenSession session;

  @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
  private MojoExecution execution;

  @Override
  public final void execute() throws MojoExecutionException, MojoFailureException {
    try {
      if (skip || skippedAlone()) {
        String reason = "Skipped by -D" + (skip ? "bulwark.skip" : ownSwitch()) + ".";
        getLog().warn(reason);
        skipped(reason);
        return;
      }
      testSwitches(session)
          .forEach(
              name ->
                  getLog()
                      .warn(
                          "-D" + name + " does not concern bulwark; -D" + ownSwitch() + " does."));
      run();
    } catch (BadInput e) {
      throw mendable(e);
    } catch (InvalidPathException e) {
      throw mendable(Locales.unusable(e));
    } catch (ForkFailed e) {
      throw new MojoExecutionException(e.getMessage());
    } catch (RuntimeException e) {
      trace(e);
      throw new MojoExecutionException(
          "This is an error in bulwark itself: "
              + Printable.line(e.toString())
              + ". Run with -X for its trace.");
    }
  }

  /** Without the cause, of which Maven would print the same words again, and as they are. */
  private MojoExecutionException mendable(BadInput e) {
    trace(e);
    return new MojoExecutionException(Printable.line(String.valueOf(e.getMessage())));
  }

  private void trace(RuntimeException e) {
    StringWriter trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace));
    trace.toString().lines().map(Printable::line).forEach(getLog()::debug);
  }

  /** Does the goal's work. */
  abstract void run() throws MojoExecutionException, MojoFailureException;

  /** Whether this one goal is to be skipped. */
  abstract boolean skippedAlone();

  private String ownSwitch() {
    return ownSwitch(execution.getGoal());
  }

  /** The property that skips one goal, such as {@code bulwark.safetySft.skip}. */
  static String ownSwitch(String goal) {
    return "bulwark."
        + WORD.matcher(goal).replaceAll(word -> word.group(1).toUpperCase(Locale.ROOT))
        + ".skip";
  }

  /** Leaves a trace of the skip where one is needed. */
  void skipped(String reason) {}

  MavenSession session() {
    return session;
  }

  MojoExecution execution() {
    return execution;
  }

  /** Commands for messages. */
  final GoalCommand command() {
    return new GoalCommand(
        session.getCurrentProject(),
        execution,
        Optional.ofNullable(session.getUserProperties().getProperty("bulwark.results")));
  }

  /** Logs a line that may hold names from data. */
  final void info(String line) {
    getLog().info(Printable.line(line));
  }

  /** The switches in force that people expect to skip tests or their failures. */
  private static List<String> testSwitches(MavenSession session) {
    Properties given = new Properties();
    given.putAll(session.getCurrentProject().getProperties());
    given.putAll(session.getUserProperties());
    return TEST_SWITCHES.stream().filter(name -> on(given.getProperty(name))).toList();
  }

  private static boolean on(@Nullable String value) {
    return value != null && (value.isEmpty() || value.equals("true"));
  }
}
