package dev.bulwark.evaluate;

/** Turns texts into vectors that lie close together where the texts mean much the same. */
public interface Embedding {
  /**
   * Embeds one text.
   *
   * @param text not empty
   * @return {@code [dimensions]}, of length about 1
   */
  float[] of(String text);

  /** Name and version; other vectors need another classifier. */
  String id();
}
