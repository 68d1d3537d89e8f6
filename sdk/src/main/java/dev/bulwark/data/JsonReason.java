package dev.bulwark.data;

import com.fasterxml.jackson.core.JacksonException;

/** Why a text is no JSON, for people. */
public final class JsonReason {
  private JsonReason() {}

  /** The parser's words without those about its own source, which the file stands for. */
  public static String of(JacksonException e) {
    return e.getOriginalMessage()
        .lines()
        .findFirst()
        .orElse("")
        .replaceFirst(" \\((?:for|start marker) .*", "")
        .replaceFirst("^Missing creator property ('[^']+').*", "the field $1 is missing");
  }
}
