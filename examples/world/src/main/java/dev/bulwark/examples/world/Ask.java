package dev.bulwark.examples.world;

import java.util.Locale;
import java.util.Optional;

/** A request as it is put to the model: plain, or inside a frame. */
record Ask(Request request, Optional<Style.Frame> frame) {

  static Ask plain(Request request) {
    return new Ask(request, Optional.empty());
  }

  static Ask framed(Request request, Style.Frame frame) {
    return new Ask(request, Optional.of(frame));
  }

  /** The words of the user. */
  String prompt() {
    return frame.map(around -> around.around(request.text())).orElse(request.text());
  }

  /** The attack style, empty for a plain request. */
  Optional<String> attack() {
    return frame.map(Style.Frame::style);
  }

  /** A text without case, marks and spaces, by which two texts are the same. */
  static String normalised(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", " ").strip();
  }
}
