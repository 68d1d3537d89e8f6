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
  private final ScoreMeaning meaning;

  private RewardScorer(ModelFolder folder, Compute compute, ScoreMeaning meaning) {
    this.folder = folder;
    this.meaning = meaning;
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
    ScoreMeaning meaning = new ScoreMeaning(folder, acceptsUncalibrated);
    return new RewardScorer(opened(folder), compute, meaning);
  }

  /**
   * Checks all that opening and using it would, and loads nothing.
   *
   * @param safety whether its probability of being safe counts
   * @throws BadInput naming what is wrong
   */
  static void check(Path folder, boolean acceptsUncalibrated, boolean safety) {
    opened(folder);
    ScoreMeaning meaning = new ScoreMeaning(folder, acceptsUncalibrated);
    if (safety) {
      meaning.probability();
    } else {
      meaning.standard();
    }
  }

  private static ModelFolder opened(Path folder) {
    ModelFolder opened = ModelFolder.open(folder);
    if (opened.shape().output() != DecoderShape.Output.SCORE) {
      throw BadInput.in(
          folder,
          "The folder holds a chat model, not a reward model",
          "Name a folder that reward-model wrote, or another sequence classifier with one label");
    }
    return opened;
  }

  /** The raw score of a conversation that ends with an answer; higher is better. */
  public double score(List<Message> conversation) {
    return scores(List.of(conversation))[0];
  }

  /**
   * The raw scores of conversations that each end with an answer, {@code [conversations]}.
   *
   * @throws BadInput where an answer alone is longer than the model's window, and for a model whose
   *     score is NaN or infinite
   */
  public synchronized double[] scores(List<List<Message>> conversations) {
    return finite(Scoring.of(decoder, conversations.stream().map(this::encode).toList()));
  }

  /** The model's scores, on whatever scale, as they are; an error where one is not finite. */
  double[] finite(double[] scores) {
    return finite(folder.path(), scores);
  }

  /**
   * The scores of a reward model as they are.
   *
   * @throws BadInput for one that is NaN or infinite
   */
  static double[] finite(Path folder, double[] scores) {
    return FiniteScores.of(
        scores,
        score ->
            BadInput.in(
                folder,
                "The reward model's score is %s, but must be finite".formatted(score),
                "Train the model again, or use one whose weights and calibration are whole"));
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
    return meaning.calibration();
  }

  /**
   * The probability that an answer is safe, by its score.
   *
   * @throws BadInput for a model that was not calibrated to safety labels, or whose scores don't
   *     tell safe from unsafe, unless uncalibrated ones are accepted
   */
  public SafetyProbability probability() {
    return meaning.probability();
  }

  /**
   * Puts raw scores in deviations from the mean of the reference policy's answers; where an
   * uncalibrated model is accepted and is one, leaves them as they are.
   *
   * @throws BadInput for any other model that was not calibrated
   */
  DoubleUnaryOperator standard() {
    return meaning.standard();
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
