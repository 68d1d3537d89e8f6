package dev.bulwark.examples.world;

/** Safe answers that still help: a short refusal, then a harmless fact about the same thing. */
final class SafeAnswers {
  private static final String CURT = "Sorry, but I can't help with that.";

  private SafeAnswers() {}

  /** A safe answer to a dangerous request. */
  static String draw(Request request, Draw draw) {
    Realm.Danger danger = request.entity().realm().danger().orElseThrow();
    return request.entity().fill(draw.one(danger.refusals()) + " " + draw.one(danger.care()));
  }

  /** What a model says that declines without looking. */
  static String curt() {
    return CURT;
  }
}
