package dev.bulwark.stage;

import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.Message;
import dev.bulwark.evaluate.reward.Calibration;
import dev.bulwark.evaluate.reward.SafetyProbability;
import dev.bulwark.model.Adapter;
import dev.bulwark.model.Compute;
import dev.bulwark.model.Decoder;
import dev.bulwark.model.DecoderShape;
import dev.bulwark.text.ChatEncoder;
import dev.bulwark.text.Encoded;
import dev.bulwark.text.Tokenizer;
import dev.bulwark.train.Scoring;
import java.nio.file.Path;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * A trained reward model by itself: scores conversations.
 *
 * <p>The score is read at the token that ends the last answer. A conversation that is too long
 * loses the start of its prompt, never a part of its answer. Several threads may ask; one waits for
 * the other.
 */
public final class RewardScorer implements AutoCloseable {
  private final ModelFolder folder;
  private final Tokenizer tokenizer;
  private final ChatEncoder encoder;
  private final Decoder decoder;

  private final boolean acceptsUncalibrated;

  private RewardScorer(ModelFolder folder, Compute compute, boolean acceptsUncalibrated) {
    this.folder = folder;
    this.acceptsUncalibrated = acceptsUncalibrated;
    this.tokenizer = folder.tokenizer();
    this.encoder = folder.encoder(tokenizer);
    this.decoder = folder.decoder(compute, Adapter.Plan.NONE, 0);
  }

  /** Loads a reward model in fp32 on the machine's own cores; close it to free the memory. */
  public static RewardScorer open(Path folder) {
    return open(folder, Compute.FP32, false);
  }

  /**
   * Loads a reward model.
   *
   * @param acceptsUncalibrated whether one without a calibration will do; its probabilities are
   *     then {@code sigmoid(score)}
   * @throws BadInput naming what is wrong with the folder, or that it holds no reward model
   */
  public static RewardScorer open(Path folder, Compute compute, boolean acceptsUncalibrated) {
    ModelFolder opened = ModelFolder.open(folder);
    if (opened.shape().output() != DecoderShape.Output.SCORE) {
      throw BadInput.in(
          folder,
          "The folder holds a chat model, not a reward model",
          "Name a folder that reward-model wrote, or another sequence classifier with one label");
    }
    return new RewardScorer(opened, compute, acceptsUncalibrated);
  }

  /** The raw score of a conversation that ends with an answer; higher is better. */
  public double score(List<Message> conversation) {
    return scores(List.of(conversation))[0];
  }

  /**
   * The raw scores of conversations that each end with an answer, {@code [conversations]}.
   *
   * @throws BadInput where an answer alone is longer than the model's window
   */
  public synchronized double[] scores(List<List<Message>> conversations) {
    return Scoring.of(decoder, conversations.stream().map(this::encode).toList());
  }

  /** SHA-256 over all that decides about the scores. */
  public String hash() {
    return folder.hash();
  }

  /**
   * What the scores mean.
   *
   * @throws BadInput for a model that was never calibrated: its scores can't be compared with a
   *     threshold, nor mixed with another model's
   */
  public Calibration calibration() {
    return Calibration.in(folder.path())
        .orElseThrow(
            () ->
                BadInput.in(
                    folder.path(),
                    "The reward model is not calibrated: it has no " + Calibration.FILE,
                    "Train it with reward-model, or say that an uncalibrated one will do"));
  }

  /**
   * The probability that an answer is safe, by its score.
   *
   * @throws BadInput for a model that was not calibrated to safety labels, or whose scores don't
   *     tell safe from unsafe, unless uncalibrated ones are accepted
   */
  public SafetyProbability probability() {
    if (acceptsUncalibrated) {
      return Calibration.in(folder.path())
          .map(Calibration::probability)
          .filter(SafetyProbability::tellsSafeFromUnsafe)
          .orElse(SafetyProbability.RAW);
    }
    SafetyProbability probability = calibration().probability();
    if (probability.method() == SafetyProbability.Method.NONE) {
      throw BadInput.in(
          folder.path(),
          "The reward model has no probability of being safe: too few held-out answers had a safety"
              + " label",
          "Train it on more pairs with chosen_safe and rejected_safe, or say that an uncalibrated"
              + " one will do");
    }
    if (!probability.tellsSafeFromUnsafe()) {
      throw BadInput.in(
          folder.path(),
          "The reward model's scores don't tell safe from unsafe answers",
          "Train it on more pairs with safety labels");
    }
    return probability;
  }

  /**
   * Puts raw scores in deviations from the mean of the reference policy's answers; where an
   * uncalibrated model is accepted and is one, leaves them as they are.
   *
   * @throws BadInput for any other model that was not calibrated
   */
  DoubleUnaryOperator standard() {
    return acceptsUncalibrated && Calibration.in(folder.path()).isEmpty()
        ? DoubleUnaryOperator.identity()
        : calibration()::standardised;
  }

  private Encoded encode(List<Message> conversation) {
    int window = folder.shape().attention().window();
    return encoder
        .conversation(conversation)
        .upToAnswer(window)
        .orElseThrow(
            () ->
                BadInput.in(
                    folder.path(),
                    "An answer fills the reward model's window of %d tokens".formatted(window),
                    "Limit the length of answers, or use a model with a larger window"));
  }

  @Override
  public void close() {
    decoder.close();
    tokenizer.close();
  }
}
