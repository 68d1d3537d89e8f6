package dev.bulwark.maven;

import dev.bulwark.data.BadInput;
import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.UnusableResults;
import dev.bulwark.gate.Baseline;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * A goal that moves the baseline. It runs by hand only: nothing else may move the line. Where the
 * results are worse than the baseline that is there, it wants a reason, which stands in the file.
 */
@SuppressWarnings("NullAway.Init")
abstract class BaselineGoal extends RulesGoal {
  /**
   * Why results that are worse than the present baseline, or can't be compared with it, become the
   * baseline all the same.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.reason")
  private @Nullable String reason;

  /**
   * Lets a build server move the baseline, where the environment variable {@code CI} is set.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.allowInCi", defaultValue = "false")
  private boolean allowInCi;

  /**
   * The day, such as {@code 2027-01-31}, after which nothing may be compared with the baseline any
   * more; without one, it never expires.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.expires")
  private @Nullable String expires;

  /** Refuses to run where nobody decided to move the baseline. */
  final void refuseABuild() {
    if (execution().getSource() != MojoExecution.Source.CLI) {
      throw new BadInput(
          "A build must not move its own baseline",
          "<execution> '" + execution().getExecutionId() + "' in the pom",
          "Remove the goal from it and run mvn bulwark:" + execution().getGoal() + " by hand");
    }
    String ci = System.getenv().getOrDefault("CI", "").strip();
    if (!allowInCi && !ci.isEmpty() && !ci.equals("false") && !ci.equals("0")) {
      throw new BadInput(
          "A build server must not move the baseline",
          "environment variable CI is '" + ci + "'",
          "Make it on your own machine and commit it, or allow it with -Dbulwark.allowInCi=true");
    }
  }

  /** Sound results. */
  final Evaluation evaluation(Path file) {
    Evaluation evaluation;
    try {
      evaluation = Evaluation.read(file);
    } catch (UnusableResults e) {
      throw unusable(file, String.valueOf(e.getMessage()));
    }
    if (!evaluation.defects().isEmpty()) {
      throw unusable(file, evaluation.defects().get(0).message());
    }
    return evaluation;
  }

  private BadInput unusable(Path file, String why) {
    return new BadInput(
        "These results make no baseline: " + why,
        file.toString(),
        "Run " + command().evaluation(file));
  }

  /** Writes the baseline, unless it gives something up and nobody said why. */
  final void write(Evaluation accepted, Baseline plain) {
    Optional<String> given =
        Optional.ofNullable(reason).map(String::strip).filter(x -> !x.isEmpty());
    if (given.isEmpty()) {
      new BaselineChange(baseline.toPath(), accepted).doubt().ifPresent(this::refuse);
    }
    Baseline reasoned = given.map(why -> plain.terms(terms -> terms.reason(why))).orElse(plain);
    Baseline made =
        expiry().map(end -> reasoned.terms(terms -> terms.expires(end))).orElse(reasoned);
    made.write(baseline.toPath());
    made.terms().margins().forEach((metric, margin) -> info(margin.words(metric)));
    info("Baseline of " + made.results().size() + " prompts: " + baseline + ". Commit it.");
  }

  private void refuse(String doubt) {
    throw new BadInput(
        doubt,
        baseline.toString(),
        "Make the model better, or say why it is accepted, with -Dbulwark.reason=\"…\"");
  }

  /** The first moment of the day after. */
  private Optional<Instant> expiry() {
    try {
      return Optional.ofNullable(expires)
          .map(day -> LocalDate.parse(day.strip()).plusDays(1).atStartOfDay(ZoneOffset.UTC))
          .map(moment -> moment.toInstant());
    } catch (DateTimeParseException e) {
      throw new BadInput(
          "The day '" + expires + "' is none", "<expires>", "Write a day like 2027-01-31");
    }
  }
}
