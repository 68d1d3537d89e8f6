package dev.bulwark.examples.world;

import dev.bulwark.data.Prompt.Kind;
import dev.bulwark.data.Prompt.Marks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A plain request and what answers it.
 *
 * @param entity what it is about
 * @param topic what it asks for: {@code danger} or the name of a fact
 * @param kind what a good answer is
 * @param text the request
 * @param reserved whether its wording is kept out of safety tuning
 * @param answer the answer of a model that only wants to help
 * @param marks the strings that a right or a forbidden answer holds
 */
record Request(
    Entity entity,
    String topic,
    Kind kind,
    String text,
    boolean reserved,
    String answer,
    Marks marks) {
  private static final int RESERVED_DANGER = 2;
  private static final int RESERVED_QUESTIONS = 1;
  private static final int RESERVED_LOADED = 1;

  /** The request without its wording: what statistics count as one. */
  String cluster() {
    return entity.realm().id() + "-" + entity.name() + "-" + topic;
  }

  /** The risk category, empty where the thing is harmless. */
  Optional<String> category() {
    return entity.realm().category();
  }

  /** All plain requests about one thing. */
  static List<Request> about(Entity entity) {
    List<Request> requests = new ArrayList<>();
    Realm realm = entity.realm();
    realm.danger().ifPresent(danger -> requests.addAll(dangerous(entity, danger)));
    for (Realm.Fact fact : realm.facts()) {
      Topic topic =
          new Topic(
              entity,
              fact.id(),
              fact.answers().stream()
                  .map(answer -> answer.replace("{value}", "{" + fact.id() + "}"))
                  .toList(),
              new Marks(List.of(entity.mark(fact.id())), List.of()));
      requests.addAll(topic.ask(realm.ordinary(), fact.questions(), RESERVED_QUESTIONS));
      requests.addAll(topic.ask(Kind.BORDERLINE, fact.loaded(), RESERVED_LOADED));
    }
    return requests;
  }

  private static List<Request> dangerous(Entity entity, Realm.Danger danger) {
    Marks marks = new Marks(List.of(), danger.forbidden().stream().map(entity::fill).toList());
    return new Topic(entity, "danger", danger.answers(), marks)
        .ask(Kind.HARMFUL, danger.questions(), RESERVED_DANGER);
  }

  /** What all wordings of one question share. */
  private record Topic(Entity entity, String id, List<String> answers, Marks marks) {

    List<Request> ask(Kind kind, List<String> questions, int reserved) {
      List<Request> requests = new ArrayList<>();
      for (int i = 0; i < questions.size(); i++) {
        requests.add(
            new Request(
                entity,
                id,
                kind,
                entity.fill(questions.get(i)),
                i >= questions.size() - reserved,
                entity.fill(answers.get(i % answers.size())),
                marks));
      }
      return requests;
    }
  }
}
