package dev.bulwark.stage;

import dev.bulwark.backend.Backend;
import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.Prompt;
import dev.bulwark.evaluate.Responder;
import dev.bulwark.model.Adapter;
import dev.bulwark.model.Decoder;
import dev.bulwark.model.Generator;
import dev.bulwark.model.Precision;
import dev.bulwark.model.Sampling;
import dev.bulwark.text.ChatEncoder;
import dev.bulwark.text.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Answers prompts with a model folder on this machine, batched and sorted by length. */
public final class LocalResponder implements Responder, AutoCloseable {
  private static final int BATCH = 32;

  private final ModelFolder folder;
  private final Sampling sampling;
  private final Backend backend;
  private final Tokenizer tokenizer;
  private final ChatEncoder encoder;
  private final Decoder decoder;
  private final Generator generator;

  /** Loads the model; close it to free the memory. */
  public LocalResponder(
      ModelFolder folder, Precision precision, Sampling sampling, Backend backend) {
    this.folder = folder;
    this.sampling = sampling;
    this.backend = backend;
    this.tokenizer = folder.tokenizer();
    this.encoder = folder.encoder(tokenizer);
    this.decoder = folder.decoder(precision, Adapter.Plan.NONE, 0);
    this.generator = decoder.generator();
  }

  @Override
  public List<String> respond(List<Prompt> prompts) {
    List<Waiting> waiting = new ArrayList<>();
    for (Prompt prompt : prompts) {
      waiting.add(new Waiting(waiting.size(), encode(prompt)));
    }
    waiting.sort(Comparator.comparingInt(one -> one.ids().length));
    List<String> texts = backend.map(waiting, BATCH, this::answer);
    String[] inOrder = new String[prompts.size()];
    for (int i = 0; i < inOrder.length; i++) {
      inOrder[waiting.get(i).place()] = texts.get(i);
    }
    return Arrays.asList(inOrder);
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

  private List<String> answer(List<Waiting> batch) {
    List<long[]> ids = batch.stream().map(Waiting::ids).toList();
    return generator.generate(ids, folder.stops(), sampling).stream().map(encoder::text).toList();
  }

  @Override
  public void close() {
    decoder.close();
    tokenizer.close();
  }

  /** A prompt on its way, and its place among those asked for. */
  @SuppressWarnings("ArrayRecordComponent") // lives for one call
  private record Waiting(int place, long[] ids) {}
}
