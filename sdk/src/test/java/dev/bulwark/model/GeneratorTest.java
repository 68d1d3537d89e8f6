package dev.bulwark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.fixtures.Folders;
import dev.bulwark.text.Encoded;
import dev.bulwark.text.Packing;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GeneratorTest {
  private static final Set<Long> NOTHING = Set.of(-1L);
  private static final Sampling DRAWN = new Sampling(1, 1, 1, 0, 5);

  private static Decoder decoder;
  private static Generator generator;

  @BeforeAll
  static void open() {
    decoder = ModelFolder.open(Folders.llama()).decoder(Compute.FP32, Adapter.Plan.NONE, 0);
    generator = decoder.generator();
  }

  @AfterAll
  static void close() {
    decoder.close();
  }

  /** More prompts than slots, answers of 1 to 40 tokens: slots are freed, moved and refilled. */
  private static List<Ask> queue(int count) {
    Random random = new Random(3);
    List<Ask> asks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      asks.add(new Ask(random.longs(1 + random.nextInt(20), 0, 320).toArray(), 1 + i * 7 % 40));
    }
    return asks;
  }

  private static List<Answer> answers(List<Ask> asks, Sampling sampling) {
    return generator.answer(asks, NOTHING, sampling, Generator.Listener.NONE);
  }

  @Test
  void everyAnswerOfAQueueIsTheOneItWouldBeAlone() {
    List<Ask> asks = queue(150);
    for (Sampling sampling : List.of(Sampling.greedy(1), DRAWN)) {
      List<Answer> together = answers(asks, sampling);
      for (int i = 0; i < asks.size(); i++) {
        assertThat(together.get(i).ids()).as("prompt %d", i).hasSize(asks.get(i).most());
      }
      List<Answer> fewer = answers(asks.subList(0, 5), sampling);
      for (int i = 0; i < fewer.size(); i++) {
        assertThat(fewer.get(i).ids()).containsExactly(together.get(i).ids());
      }
    }
  }

  @Test
  void seedDecidesWhatIsDrawn() {
    List<Ask> asks = queue(10);
    List<long[]> first = answers(asks, DRAWN).stream().map(Answer::ids).toList();
    List<long[]> again = answers(asks, DRAWN).stream().map(Answer::ids).toList();
    List<long[]> other =
        answers(asks, new Sampling(1, 1, 1, 0, 6)).stream().map(Answer::ids).toList();
    assertThat(again).containsExactlyElementsOf(first);
    assertThat(other).isNotEqualTo(first);
  }

  @Test
  void drawsBelongToThePromptAndItsCopiesDiffer() {
    List<Ask> asks = queue(10);
    List<Ask> reversed = new ArrayList<>(asks);
    java.util.Collections.reverse(reversed);
    List<Answer> there = answers(asks, DRAWN);
    List<Answer> back = answers(reversed, DRAWN);
    for (int i = 0; i < asks.size(); i++) {
      assertThat(back.get(asks.size() - 1 - i).ids()).containsExactly(there.get(i).ids());
    }
    Ask same = new Ask(new long[] {5, 6, 7}, 20);
    List<Answer> copies = answers(List.of(same, same), DRAWN);
    assertThat(copies.get(0).ids()).isNotEqualTo(copies.get(1).ids());
  }

  @Test
  void logProbabilitiesAreThoseOfTheTrainingForward() {
    Ask ask = new Ask(new long[] {5, 6, 7}, 20);
    for (double temperature : new double[] {0, 1}) {
      Answer answer = answers(List.of(ask), new Sampling(1, temperature, 1, 0, 5)).get(0);
      long[] whole =
          LongStream.concat(Arrays.stream(ask.ids()), Arrays.stream(answer.ids())).toArray();
      boolean[] learned = new boolean[whole.length];
      Arrays.fill(learned, ask.ids().length, whole.length, true);
      try (NDManager scope = decoder.scope()) {
        float[] expected =
            decoder
                .logProbabilities(scope, Packing.of(List.of(new Encoded(whole, learned))))
                .toFloatArray();
        for (int i = 0; i < expected.length; i++) {
          assertThat(answer.logProbabilities()[i]).isCloseTo(expected[i], within(1e-4));
        }
      }
    }
  }

  @Test
  void stopTokenEndsAnAnswerAndIsNotPartOfIt() {
    List<Ask> asks = queue(20);
    List<Answer> free = answers(asks, Sampling.greedy(1));
    long stop = free.get(19).ids()[free.get(19).ids().length / 2];
    List<Answer> stopped =
        generator.answer(asks, Set.of(stop, 9999L), Sampling.greedy(1), Generator.Listener.NONE);
    for (int i = 0; i < asks.size(); i++) {
      long[] all = free.get(i).ids();
      long[] upTo = Arrays.stream(all).takeWhile(id -> id != stop).toArray();
      assertThat(stopped.get(i).ids()).containsExactly(upTo);
      assertThat(stopped.get(i).stopped()).isEqualTo(upTo.length < all.length);
      assertThat(stopped.get(i).logProbabilities())
          .hasSize(upTo.length + (stopped.get(i).stopped() ? 1 : 0));
    }
    assertThat(stopped.get(19).stopped()).isTrue();
  }

  @Test
  void listenerHearsEveryTokenInOrder() {
    List<Ask> asks = queue(30);
    TreeMap<Integer, List<Long>> heard = new TreeMap<>();
    List<Answer> answers =
        generator.answer(
            asks,
            NOTHING,
            DRAWN,
            (place, id) -> heard.computeIfAbsent(place, any -> new ArrayList<>()).add(id));
    for (int i = 0; i < asks.size(); i++) {
      assertThat(heard.get(i))
          .containsExactlyElementsOf(Arrays.stream(answers.get(i).ids()).boxed().toList());
    }
  }

  @Test
  void drawsFollowTheProbabilitiesThatTheCutLeaves() {
    long[] prompt = {5, 6, 7};
    float[] logits = lastLogits(prompt);
    List<Integer> ranked = ranked(logits);
    // 4,000 draws of a first token; with top-k 3 only the three likeliest come, each as often as
    // its share of the three, within four standard errors.
    int draws = 4000;
    List<Ask> asks = new ArrayList<>();
    for (int i = 0; i < draws; i++) {
      asks.add(new Ask(prompt, 1));
    }
    double temperature = 4;
    double[] shares = new double[3];
    double total = 0;
    for (int i = 0; i < 3; i++) {
      shares[i] = Math.exp((logits[ranked.get(i)] - logits[ranked.get(0)]) / temperature);
      total += shares[i];
    }
    List<Answer> answers = answers(asks, new Sampling(1, temperature, 1, 3, 11));
    for (int i = 0; i < 3; i++) {
      long token = ranked.get(i);
      double share = shares[i] / total;
      double found =
          answers.stream().filter(answer -> answer.ids()[0] == token).count() / (double) draws;
      assertThat(found).isCloseTo(share, within(4 * Math.sqrt(share * (1 - share) / draws)));
    }
    assertThat(answers).allMatch(answer -> ranked.subList(0, 3).contains((int) answer.ids()[0]));
  }

  @Test
  void topPKeepsTheFewestTokensThatReachIt() {
    long[] prompt = {5, 6, 7};
    float[] logits = lastLogits(prompt);
    List<Integer> ranked = ranked(logits);
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit / 4.0 - logits[ranked.get(0)] / 4.0);
    }
    double topP = 0.5;
    int kept = 0;
    for (double reached = 0; reached < topP; kept++) {
      reached += Math.exp((logits[ranked.get(kept)] - logits[ranked.get(0)]) / 4.0) / sum;
    }
    List<Ask> asks = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      asks.add(new Ask(prompt, 1));
    }
    Set<Long> drawn = new java.util.HashSet<>();
    answers(asks, new Sampling(1, 4, topP, 0, 12)).forEach(answer -> drawn.add(answer.ids()[0]));
    List<Long> allowed = ranked.subList(0, kept).stream().map(Integer::longValue).toList();
    assertThat(allowed).containsAll(drawn);
    assertThat(drawn.size()).isGreaterThan(kept / 2);
  }

  @Test
  void emptyAndOverlongPromptsAreRefused() {
    for (int length : new int[] {0, 256}) {
      assertThatThrownBy(() -> answers(List.of(new Ask(new long[length], 1)), DRAWN))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("prompt length is %d tokens, but must be in 1 to 255", length);
    }
    // At the window's edge an answer is cut, not refused.
    Answer last = answers(List.of(new Ask(new long[250], 50)), DRAWN).get(0);
    assertThat(last.ids()).hasSize(6);
    assertThat(last.stopped()).isFalse();
  }

  @Test
  void weightsThatAreNoNumbersGiveNoAnswer() {
    Source spoiled =
        spec -> {
          ByteBuffer values =
              ByteBuffer.allocateDirect(Math.toIntExact(4 * spec.size()))
                  .order(ByteOrder.nativeOrder());
          while (values.hasRemaining()) {
            values.putFloat(spec.name().equals("model.norm.weight") ? Float.NaN : 0.01f);
          }
          return values.flip();
        };
    try (Decoder broken = Decoder.whole(decoder.shape(), Compute.FP32, spoiled);
        Generator silent = broken.generator()) {
      for (Sampling sampling : List.of(Sampling.greedy(1), DRAWN)) {
        assertThatThrownBy(
                () -> silent.answer(queue(2), NOTHING, sampling, Generator.Listener.NONE))
            .isInstanceOf(IllegalStateException.class)
            .hasMessage(
                "The model's logits are not numbers: its weights hold NaN or infinite values");
      }
    }
  }

  private static float[] lastLogits(long[] prompt) {
    try (NDManager scope = decoder.scope()) {
      Encoded encoded = new Encoded(prompt, new boolean[prompt.length]);
      float[] all = decoder.logits(scope, Packing.of(List.of(encoded))).toFloatArray();
      return Arrays.copyOfRange(all, all.length - 320, all.length);
    }
  }

  private static List<Integer> ranked(float[] logits) {
    List<Integer> ids = new ArrayList<>();
    for (int i = 0; i < logits.length; i++) {
      ids.add(i);
    }
    ids.sort((a, b) -> Float.compare(logits[b], logits[a]));
    return ids;
  }
}
