package dev.bulwark.stage;

import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.data.Message;
import dev.bulwark.model.Adapter;
import dev.bulwark.model.Compute;
import dev.bulwark.model.Decoder;
import dev.bulwark.model.Sampling;
import dev.bulwark.text.ChatEncoder;
import dev.bulwark.text.Encoded;
import dev.bulwark.text.Tokenizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The starting model's own answers to held-out prompts, drawn at temperature 1: what scores are
 * measured against later.
 */
final class ReferenceAnswers {
  private ReferenceAnswers() {}

  static List<Encoded> of(
      ModelFolder model,
      Compute compute,
      List<RewardData.Example> heldOut,
      RewardModelSettings settings,
      long seed) {
    int longest = Math.min(settings.use().longest(), model.shape().attention().window());
    RewardModelSettings.Calibrating calibrating = settings.use().calibrating();
    Sampling sampling = new Sampling(calibrating.longestAnswer(), 1, 1, 0, seed);
    try (Tokenizer tokenizer = model.tokenizer();
        Decoder decoder = model.decoder(compute, Adapter.Plan.NONE, 0)) {
      ChatEncoder encoder = model.encoder(tokenizer);
      List<List<Message>> prompts = new ArrayList<>();
      List<long[]> ids = new ArrayList<>();
      for (List<Message> prompt : prompts(heldOut)) {
        long[] tokens = encoder.prompt(prompt);
        if (tokens.length + calibrating.longestAnswer() <= longest
            && ids.size() < calibrating.samples()) {
          prompts.add(prompt);
          ids.add(tokens);
        }
      }
      List<long[]> answers = decoder.generator().generate(ids, model.stops(), sampling);
      List<Encoded> encoded = new ArrayList<>();
      for (int i = 0; i < answers.size(); i++) {
        Message answer = Message.assistant(encoder.text(answers.get(i)));
        List<Message> whole = Stream.concat(prompts.get(i).stream(), Stream.of(answer)).toList();
        encoder.conversation(whole).upToAnswer(longest).ifPresent(encoded::add);
      }
      return encoded;
    }
  }

  private static Set<List<Message>> prompts(List<RewardData.Example> heldOut) {
    Set<List<Message>> prompts = new LinkedHashSet<>();
    heldOut.forEach(example -> prompts.add(example.pair().prompt()));
    return prompts;
  }
}
