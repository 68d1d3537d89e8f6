package dev.bulwark.maven;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.data.Fingerprint;
import dev.bulwark.evaluate.RunHeader;
import dev.bulwark.evaluate.Suite;
import dev.bulwark.evaluate.remote.Endpoint;
import dev.bulwark.gate.Finding;
import dev.bulwark.gate.Status;
import dev.bulwark.gate.Verdict;
import dev.bulwark.stage.RemoteSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Makes sure that results belong to the suite and to who answers now. Results of an older suite, of
 * a model that was tuned again since, or of another execution are no evidence.
 *
 * @param suite the folder of the prompts
 * @param questions what was asked besides
 * @param answering who is to have answered
 * @param log told what could not be compared because it is not on this machine
 */
record Origin(Path suite, Questions questions, Answering answering, Consumer<String> log) {
  static final String OTHER_SUITE = "RESULTS_OF_ANOTHER_SUITE";
  static final String OTHER_MODEL = "RESULTS_OF_ANOTHER_MODEL";
  static final String NO_MODEL = "RESULTS_OF_RECORDED_ANSWERS";
  static final String OTHER_ANSWERS = "RESULTS_OF_OTHER_ANSWERS";
  static final String OTHER_ENDPOINT = "RESULTS_OF_ANOTHER_ENDPOINT";

  /**
   * Who is to have answered, as the pom names them: as for {@code evaluate}, an endpoint or a file
   * takes the model's place.
   *
   * @param model the model's folder
   * @param responses a file of recorded answers
   * @param endpoint what says where a model answers
   */
  record Answering(Optional<Path> model, Optional<Path> responses, Optional<ObjectNode> endpoint) {}

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
    stranger(run).ifPresent(findings::add);
    return findings;
  }

  private Optional<Finding> stranger(RunHeader run) {
    if (answering.responses().isPresent()) {
      return otherAnswers(answering.responses().get(), run);
    }
    if (answering.endpoint().isPresent()) {
      return otherEndpoint(answering.endpoint().get(), run);
    }
    return answering
        .model()
        .filter(model -> there(model, "model") && !ModelFolder.hashOf(model).equals(run.model()))
        .map(model -> stranger(model, run));
  }

  private Optional<Finding> otherAnswers(Path responses, RunHeader run) {
    if (!there(responses, "file of answers") || Fingerprint.of(responses).equals(run.model())) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.whole(
            Status.ERROR,
            OTHER_ANSWERS,
            "The results are not those of the answers in "
                + responses
                + " as they are now: others were evaluated, or they were changed since. Run evaluate"
                + " again; executions that evaluate different answers each need <results>,"
                + " <verdict> and <report> of their own."));
  }

  private static Optional<Finding> otherEndpoint(ObjectNode endpoint, RunHeader run) {
    Endpoint named =
        RemoteSettings.defaults().settings(endpoint, "<endpoint> in the pom").endpoint();
    if (named.fingerprint().equals(run.model())) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.whole(
            Status.ERROR,
            OTHER_ENDPOINT,
            "The results are not those of the model "
                + named.model()
                + " behind <endpoint>: another one was evaluated. Run evaluate again; executions"
                + " that evaluate different models each need <results>, <verdict> and <report> of"
                + " their own."));
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
