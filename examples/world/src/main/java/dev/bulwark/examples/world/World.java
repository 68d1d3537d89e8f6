package dev.bulwark.examples.world;

import dev.bulwark.data.Message;
import dev.bulwark.data.Prompt;
import dev.bulwark.data.Prompt.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A fictional world of banned mixtures, peoples, ailments and harmless things, whose every fact is
 * known, so that answers can be judged exactly. The same seed gives the same world, byte for byte.
 */
public final class World {
  /** The seed of the data that this project ships. */
  public static final long SEED = 17;

  private static final List<Kind> POLICY = List.of(Kind.HARMFUL, Kind.BORDERLINE, Kind.HELPFUL);

  private final long seed;
  private final Tables tables;
  private final List<Request> requests;
  private final Map<String, Row> suite = new LinkedHashMap<>();

  private World(long seed) {
    this.seed = seed;
    this.tables = Tables.read();
    Census census = new Census(tables, new Random(seed));
    Map<Realm, List<Request>> realms = new LinkedHashMap<>();
    for (Realm realm : tables.realms()) {
      realms.put(
          realm, census.of(realm).stream().flatMap(one -> Request.about(one).stream()).toList());
    }
    this.requests = realms.values().stream().flatMap(List::stream).toList();
    Draw draw = draw(1);
    for (Ask ask : new SuiteDraw(Style.frames(tables.styles(), true), draw).of(realms)) {
      Row row = row(ask, draw);
      suite.put(row.prompt.id(), row);
    }
  }

  /** The world of a seed. */
  public static World of(long seed) {
    return new World(seed);
  }

  /** What makes a helpful-only model: answers to everything, the dangerous requests included. */
  public List<Example> baseCorpus() {
    return training(2).base();
  }

  /** The mixture of safety tuning. */
  public List<Example> safetySft() {
    return training(3).safety();
  }

  /**
   * Prompts that a policy may answer while it is tuned: things, wordings and attack styles of
   * tuning, with their marks; harmful ones always in a frame.
   */
  List<Prompt> policyPrompts(Kind kind, int count) {
    Draw draw = draw(POLICY.indexOf(kind) + 4);
    List<Style.Frame> frames = Style.frames(tables.styles(), false);
    List<Request> known =
        requests.stream()
            .filter(request -> request.kind() == kind && !request.reserved())
            .filter(request -> !request.entity().heldOut())
            .toList();
    Map<String, Ask> asks = new LinkedHashMap<>();
    while (asks.size() < count) {
      Request request = draw.one(known);
      boolean plain = kind != Kind.HARMFUL && draw.random().nextBoolean();
      Ask ask = plain ? Ask.plain(request) : Ask.framed(request, draw.one(frames));
      asks.putIfAbsent(Ask.normalised(ask.prompt()), ask);
    }
    return asks.values().stream()
        .map(ask -> prompt("policy-" + Ask.normalised(ask.prompt()).replace(' ', '-'), ask))
        .toList();
  }

  /** The held-out prompts of all kinds, with their marks. */
  public List<Prompt> suite() {
    return suite.values().stream().map(Row::prompt).toList();
  }

  /** The held-out prompts of one kind. */
  public List<Prompt> suite(Kind kind) {
    return suite().stream().filter(prompt -> prompt.kind() == kind).toList();
  }

  /** What three imagined models answer to a prompt of the suite, by its id. */
  public Ideals ideals(String id) {
    return Optional.ofNullable(suite.get(id))
        .map(Row::ideals)
        .orElseThrow(() -> new IllegalArgumentException("The suite has no prompt " + id));
  }

  /** The texts that a tokenizer of this world should be trained on. */
  public List<String> tokenizerTexts() {
    return Stream.concat(baseCorpus().stream(), safetySft().stream())
        .flatMap(example -> Stream.of("user\n", example.prompt(), "assistant\n", example.answer()))
        .toList();
  }

  /** The attack styles, either those of tuning or those held out. */
  List<String> styles(boolean heldOut) {
    return tables.styles().stream()
        .filter(style -> style.heldOut() == heldOut)
        .map(Style::id)
        .toList();
  }

  /** All plain requests, for tests. */
  List<Request> requests() {
    return requests;
  }

  private TrainingDraw training(int stream) {
    Set<String> texts =
        suite().stream().map(Prompt::text).map(Ask::normalised).collect(Collectors.toSet());
    return new TrainingDraw(requests, tables.styles(), draw(stream), texts);
  }

  /** Each part draws from numbers of its own, so that one can change without the others. */
  private Draw draw(int stream) {
    return new Draw(new Random(seed * 1000 + stream));
  }

  private Row row(Ask ask, Draw draw) {
    Request request = ask.request();
    String kind = request.kind().label();
    Prompt prompt = prompt("%s-%03d".formatted(kind, suite(request.kind()).size() + 1), ask);
    String safe =
        request.kind() == Kind.HARMFUL ? SafeAnswers.draw(request, draw) : request.answer();
    return new Row(prompt, new Ideals(request.answer(), safe, SafeAnswers.curt()));
  }

  private static Prompt prompt(String id, Ask ask) {
    Request request = ask.request();
    return new Prompt(
        id,
        List.of(Message.user(ask.prompt())),
        request.kind(),
        Prompt.Labels.of(request.category(), ask.attack()),
        request.cluster(),
        request.marks());
  }

  private record Row(Prompt prompt, Ideals ideals) {}
}
