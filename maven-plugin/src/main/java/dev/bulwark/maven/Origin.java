package dev.bulwark.maven;

import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.evaluate.RunHeader;
import dev.bulwark.evaluate.Suite;
import dev.bulwark.gate.Finding;
import dev.bulwark.gate.Status;
import dev.bulwark.gate.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Makes sure that results belong to the suite and the model that are there now. Results of an older
 * suite or of a model that was tuned again since are no evidence.
 *
 * @param suite the folder of the prompts
 * @param questions what was asked besides
 * @param model the model's folder, where one is named
 * @param log told what could not be compared because it is not on this machine
 */
record Origin(Path suite, Questions questions, Optional<Path> model, Consumer<String> log) {
  static final String OTHER_SUITE = "RESULTS_OF_ANOTHER_SUITE";
  static final String OTHER_MODEL = "RESULTS_OF_ANOTHER_MODEL";
  static final String NO_MODEL = "RESULTS_OF_RECORDED_ANSWERS";

  /**
   * The same verdict where the results belong; else one that says that they do not.
   *
   * @throws dev.bulwark.data.BadInput where the suite or the model is there but can't be read
   */
  Verdict confirm(Verdict verdict) {
    if (verdict.run().isEmpty()) {
      return verdict;
    }
    List<Finding> findings = strangers(verdict.run().get());
    return findings.isEmpty() ? verdict : Worsened.by(findings, verdict);
  }

  private List<Finding> strangers(RunHeader run) {
    List<Finding> findings = new ArrayList<>();
    if ((questions.standardSuite() || there(suite, "suite"))
        && !Suite.hash(questions.of(suite).read()).equals(run.suite())) {
      findings.add(
          Finding.whole(
              Status.ERROR,
              OTHER_SUITE,
              "The results are not those of the suite "
                  + suite
                  + " as it is now: another suite was evaluated, or it was changed since. Run"
                  + " evaluate again, or name the results' own <suite>."));
    }
    if (model.isPresent()
        && there(model.get(), "model")
        && !ModelFolder.hashOf(model.get()).equals(run.model())) {
      findings.add(stranger(model.get(), run));
    }
    return findings;
  }

  private static Finding stranger(Path model, RunHeader run) {
    if ("recorded".equals(run.decoding().get("strategy"))) {
      return Finding.whole(
          Status.ERROR,
          NO_MODEL,
          "The results are of answers that a file holds (<responses>), so nothing shows that the"
              + " model "
              + model
              + " gave them. Take <model> out of what check is configured with, or evaluate the"
              + " model without <responses>.");
    }
    return Finding.whole(
        Status.ERROR,
        OTHER_MODEL,
        "The results are not those of the model "
            + model
            + " as it is now: another model was evaluated, or it was changed since. Run evaluate"
            + " again, or name the results' own <model>; those of an <endpoint> have none, so take"
            + " it out of what check is configured with.");
  }

  private boolean there(Path folder, String what) {
    boolean there = Files.exists(folder);
    if (!there) {
      log.accept(
          "The "
              + what
              + " "
              + folder
              + " is not on this machine, so nothing shows that the results belong to it.");
    }
    return there;
  }
}
