package dev.bulwark.stage;

import dev.bulwark.backend.Backend;
import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.Prompt;
import dev.bulwark.evaluate.Responder;
import dev.bulwark.model.Adapter;
import dev.bulwark.model.Compute;
import dev.bulwark.model.Decoder;
import dev.bulwark.model.Generator;
import dev.bulwark.model.Sampling;
import dev.bulwark.text.ChatEncoder;
import dev.bulwark.text.Tokenizer;
import java.util.List;

/** Answers prompts with a model folder on this machine, all from one queue. */
public final class LocalResponder implements Responder, AutoCloseable {
  /** A worker's share; the generator answers it as one queue. */
  private static final int SHARE = 256;

  private final ModelFolder folder;
  private final Sampling sampling;
  private final Backend backend;
  private final Tokenizer tokenizer;
  private final ChatEncoder encoder;
  private final Decoder decoder;
  private final Generator generator;

  /** Loads the model; close it to free the memory. */
  public LocalResponder(ModelFolder folder, Compute compute, Sampling sampling, Backend backend) {
    this.folder = folder;
    this.sampling = sampling;
    this.backend = backend;
    this.tokenizer = folder.tokenizer();
    this.encoder = folder.encoder(tokenizer);
    this.decoder = folder.decoder(compute, Adapter.Plan.NONE, 0);
    this.generator = decoder.generator();
  }

  @Override
  public List<String> respond(List<Prompt> prompts) {
    return backend.map(prompts.stream().map(this::encode).toList(), SHARE, this::answer);
  }

  private long[] encode(Prompt prompt) {
    long[] ids = encoder.prompt(prompt.messages());
    int window = folder.shape().attention().window();
    if (ids.length >= window) {
      throw new BadInput(
          "The prompt has %d tokens, but the model's window is %d".formatted(ids.length, window),
          "prompt " + prompt.id(),
          "Shorten or remove it, or use a model with a larger window");
    }
    return ids;
  }

  private List<String> answer(List<long[]> ids) {
    return generator.generate(ids, folder.stops(), sampling).stream().map(encoder::text).toList();
  }

  @Override
  public void close() {
    decoder.close();
    tokenizer.close();
  }
}
