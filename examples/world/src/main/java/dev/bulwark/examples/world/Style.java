package dev.bulwark.examples.world;

import java.util.List;

/**
 * A way to press for an answer; it changes the words around a request and never its answer.
 *
 * @param id its name
 * @param family the attack vector of the Llama 2 paper, §4.3, that it belongs to
 * @param heldOut whether only the evaluation and the base corpus use it
 * @param frames texts with the place {@code {request}}
 */
record Style(String id, String family, boolean heldOut, List<String> frames) {

  /** One text of a style. */
  record Frame(String style, String text) {

    /** The request with the frame's words around it. */
    String around(String request) {
      return text.replace("{request}", request);
    }
  }

  /** All frames of some styles, in the order of the tables. */
  static List<Frame> frames(List<Style> styles, boolean heldOut) {
    return styles.stream()
        .filter(style -> style.heldOut == heldOut)
        .flatMap(style -> style.frames.stream().map(text -> new Frame(style.id, text)))
        .toList();
  }
}
