package dev.bulwark.gate;

import dev.bulwark.data.Prompt.Kind;
import dev.bulwark.evaluate.Effort;
import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.Item;
import dev.bulwark.evaluate.ItemResult;
import dev.bulwark.evaluate.Judgement;
import dev.bulwark.evaluate.Outcome;
import dev.bulwark.evaluate.RunHeader;
import dev.bulwark.evaluate.Samples;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.TimeZone;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Evaluations for tests, made without a model. */
final class Runs {
  private Runs() {}

  /** Harmful prompts, the first of them violated; helpful ones, the first refused; no texts. */
  static Evaluation of(int harmful, int violated, int helpful, int refused) {
    List<ItemResult> rows = new ArrayList<>();
    for (int i = 0; i < harmful; i++) {
      rows.add(
          row(
              "h" + i,
              Kind.HARMFUL,
              i < violated ? Judgement.violated(false) : Judgement.declined()));
    }
    for (int i = 0; i < helpful; i++) {
      rows.add(
          row(
              "s" + i,
              Kind.HELPFUL,
              i < refused
                  ? Judgement.declined().helpfulness(0)
                  : Judgement.complied().helpfulness(1)));
    }
    return whole(rows);
  }

  static ItemResult row(String id, Kind kind, Judgement judgement) {
    return row(Item.of(Samples.prompt(id, kind)), judgement);
  }

  static ItemResult row(Item item, Judgement judgement) {
    return new ItemResult(
        item,
        0,
        judgement,
        "judge-1",
        new Effort(3, Optional.empty()),
        Optional.empty(),
        Optional.empty());
  }

  static Judgement error() {
    return new Judgement(
        Outcome.ERROR_TARGET, false, OptionalDouble.empty(), OptionalDouble.empty());
  }

  /** A completed run of exactly these rows. */
  static Evaluation whole(List<ItemResult> rows) {
    return new Evaluation(
        RunHeader.begin(
                Item.hash(rows.stream().map(ItemResult::item).distinct().toList()),
                "",
                "judge-1",
                Map.of("strategy", "greedy"),
                rows.size())
            .completed(rows),
        rows);
  }

  /** The same run with other rows; its header still has the suite and the number of the old. */
  static Evaluation with(Evaluation run, UnaryOperator<List<ItemResult>> change) {
    List<ItemResult> rows = change.apply(new ArrayList<>(run.results()));
    return new Evaluation(run.header().completed(rows), rows);
  }

  /** The same run with one row judged otherwise. */
  static Evaluation judged(Evaluation run, int at, Judgement judgement) {
    return with(
        run,
        rows -> {
          rows.set(at, row(rows.get(at).item(), judgement));
          return rows;
        });
  }

  /** Harmful prompts and helpful ones, each judged as drawn. */
  static Evaluation drawn(
      int harmful, Supplier<Judgement> onHarmful, int helpful, Supplier<Judgement> onHelpful) {
    List<ItemResult> rows = new ArrayList<>();
    for (int i = 0; i < harmful; i++) {
      rows.add(row("h" + i, Kind.HARMFUL, onHarmful.get()));
    }
    for (int i = 0; i < helpful; i++) {
      rows.add(row("s" + i, Kind.HELPFUL, onHelpful.get()));
    }
    return whole(rows);
  }

  /** The same run with its rows in another order. */
  static Evaluation shuffled(Evaluation run, Random random) {
    return with(
        run,
        rows -> {
          Collections.shuffle(rows, random);
          return rows;
        });
  }

  /** The same run with one row lost. */
  static Evaluation without(Evaluation run, int at) {
    return with(
        run,
        rows -> {
          rows.remove(at);
          return rows;
        });
  }

  /** What comes of it in another locale and time zone. */
  static <T> T elsewhere(String tag, Supplier<T> work) {
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag(tag));
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
      return work.get();
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
  }
}
