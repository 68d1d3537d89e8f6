package dev.bulwark.stage;

import dev.bulwark.data.Mixture;
import dev.bulwark.data.Spool;
import dev.bulwark.text.Encoded;
import dev.bulwark.text.Example;
import dev.bulwark.train.TrainingData;
import dev.bulwark.train.Validation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Encoded conversations, of which some are held out and the others make the epochs.
 *
 * @param all every example
 * @param learned for each place that the mixture counts the example that stands there
 * @param heldOut examples that are not learned from
 * @param mixture the order of the others
 */
record Examples(Spool<Example> all, List<Integer> learned, List<Integer> heldOut, Mixture mixture)
    implements TrainingData<Encoded> {

  /**
   * Holds a share of each source out, drawn by the mixture's seed.
   *
   * @param whole the mixture of all examples
   */
  static Examples of(Spool<Example> all, Mixture whole, ValidationPlan plan) {
    boolean enough = plan.share() * all.size() >= ValidationPlan.FEWEST;
    List<Integer> learned = new ArrayList<>();
    List<Integer> heldOut = new ArrayList<>();
    List<Mixture.Part> parts = new ArrayList<>();
    int from = 0;
    for (Mixture.Part part : whole.parts()) {
      List<Integer> indices =
          new ArrayList<>(IntStream.range(from, from + part.size()).boxed().toList());
      Collections.shuffle(indices, new Random(whole.seed() ^ from));
      int out = enough ? (int) (plan.share() * part.size()) : 0;
      heldOut.addAll(indices.subList(0, out));
      indices.subList(out, part.size()).stream().sorted().forEach(learned::add);
      parts.add(new Mixture.Part(part.size() - out, part.share(), part.weight()));
      from += part.size();
    }
    return new Examples(all, learned, heldOut, new Mixture(parts, whole.seed()));
  }

  @Override
  public int length() {
    return mixture.length();
  }

  @Override
  public int[] epoch(int epoch) {
    return mixture.epoch(epoch);
  }

  @Override
  public Encoded get(int index) {
    return all.get(learned.get(index)).encoded();
  }

  @Override
  public String name(int index) {
    return all.get(learned.get(index)).where();
  }

  /** The held-out examples with their category and attack, as the plan wants to look at them. */
  Validation<Encoded> validation(ValidationPlan plan, long steps) {
    List<Encoded> samples = new ArrayList<>();
    List<Set<String>> labels = new ArrayList<>();
    for (int index : heldOut) {
      Example example = all.get(index);
      Set<String> groups = new LinkedHashSet<>();
      example.category().ifPresent(category -> groups.add("category " + category));
      example.attack().ifPresent(attack -> groups.add("attack " + attack));
      samples.add(example.encoded());
      labels.add(groups);
    }
    int every = (int) Math.max(1, (steps + plan.looks() - 1) / plan.looks());
    return new Validation<>(samples, labels, every, plan.patience());
  }
}
