package dev.bulwark.stage;

import dev.bulwark.backend.Backend;
import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.Prompt;
import dev.bulwark.evaluate.Effort.Tokens;
import dev.bulwark.evaluate.Reply;
import dev.bulwark.evaluate.Responder;
import dev.bulwark.model.Adapter;
import dev.bulwark.model.Compute;
import dev.bulwark.model.Decoder;
import dev.bulwark.model.Generator;
import dev.bulwark.model.Sampling;
import dev.bulwark.text.ChatEncoder;
import dev.bulwark.text.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Answers prompts with a model folder on this machine, all from one queue. */
public final class LocalResponder implements Responder, AutoCloseable {
  /** A worker's share; the generator answers it as one queue. */
  private static final int SHARE = 256;

  /** Keeps the draws of one repeat apart from those of the next. */
  private static final long SEED_STRIDE = 0x9E3779B97F4A7C15L;

  private static final int SHOWN = 3;
  private static final String REMEDY =
      "Shorten or remove them, or use a model with a larger window";

  private final ModelFolder folder;
  private final Compute compute;
  private final Sampling sampling;
  private final Backend backend;
  private final Tokenizer tokenizer;
  private final ChatEncoder encoder;
  private final Decoder decoder;
  private final Generator generator;

  /** Loads the model; close it to free the memory. */
  public LocalResponder(ModelFolder folder, Compute compute, Sampling sampling, Backend backend) {
    this.folder = folder;
    this.compute = compute;
    this.sampling = sampling;
    this.backend = backend;
    this.tokenizer = folder.tokenizer();
    this.encoder = folder.encoder(tokenizer);
    this.decoder = folder.decoder(compute, Adapter.Plan.NONE, 0);
    this.generator = decoder.generator();
  }

  /**
   * Says before the work how many prompts leave no room for an answer and which come first; empty
   * where all do. Each of them becomes a row with an error.
   */
  public Optional<String> tooLong(List<Prompt> prompts) {
    List<String> ids =
        prompts.stream().filter(this::isTooLong).map(prompt -> "'" + prompt.id() + "'").toList();
    return ids.isEmpty()
        ? Optional.empty()
        : Optional.of(
            ("%d of %d prompts don't fit into the model's window of %d tokens and count as errors, "
                    + "such as %s. %s.")
                .formatted(
                    ids.size(),
                    prompts.size(),
                    window(),
                    String.join(", ", ids.subList(0, Math.min(SHOWN, ids.size()))),
                    REMEDY));
  }

  private boolean isTooLong(Prompt prompt) {
    try {
      return encoder.prompt(prompt.messages()).length >= window();
    } catch (BadInput e) {
      // Not about the length: the prompt becomes a row with this error.
      return false;
    }
  }

  private int window() {
    return folder.shape().attention().window();
  }

  /** On what it answers: device, number type, versions of libraries. */
  public Map<String, String> environment() {
    Map<String, String> facts = new TreeMap<>(Versions.here());
    facts.put("precision", compute.precision().name().toLowerCase(Locale.ROOT));
    facts.put("device", compute.processor().gpu().isPresent() ? "gpu" : "cpu");
    return facts;
  }

  @Override
  public List<String> respond(List<Prompt> prompts) {
    return answers(prompts, sampling).stream().map(Reply::text).toList();
  }

  @Override
  public List<Reply> replies(List<Prompt> prompts, int repeat) {
    Sampling other =
        new Sampling(
            sampling.maxNewTokens(),
            sampling.temperature(),
            sampling.topP(),
            sampling.topK(),
            sampling.seed() + repeat * SEED_STRIDE);
    return answers(prompts, other);
  }

  private List<Reply> answers(List<Prompt> prompts, Sampling how) {
    return backend.map(prompts.stream().map(this::encode).toList(), SHARE, ids -> answer(ids, how));
  }

  private long[] encode(Prompt prompt) {
    long[] ids = encoder.prompt(prompt.messages());
    if (ids.length >= window()) {
      throw new BadInput(
          "The prompt has %d tokens, but the model's window is %d".formatted(ids.length, window()),
          "prompt " + prompt.id(),
          "Shorten or remove it, or use a model with a larger window");
    }
    return ids;
  }

  private List<Reply> answer(List<long[]> ids, Sampling how) {
    List<long[]> answers = generator.generate(ids, folder.stops(), how);
    List<Reply> replies = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      Tokens tokens = new Tokens(ids.get(i).length, answers.get(i).length);
      replies.add(Reply.of(encoder.text(answers.get(i))).tokens(tokens));
    }
    return replies;
  }

  @Override
  public void close() {
    decoder.close();
    tokenizer.close();
  }
}
