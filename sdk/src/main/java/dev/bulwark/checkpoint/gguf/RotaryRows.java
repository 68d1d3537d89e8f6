package dev.bulwark.checkpoint.gguf;

/**
 * The order of the rows of queries and keys. The original Llama turns neighbours (rows 2i and 2i+1
 * of a head) by one angle, and so does llama.cpp; Hugging Face turns row i with row i + size/2.
 *
 * @param heads number of heads
 * @param rows rows of the weight
 */
record RotaryRows(int heads, int rows) {

  /** From pairs, as in GGUF, to halves, as Hugging Face has them. */
  float[] halved(float[] paired) {
    float[] halved = new float[paired.length];
    int width = paired.length / rows;
    for (int row = 0; row < rows; row++) {
      System.arraycopy(paired, pairedRow(row) * width, halved, row * width, width);
    }
    return halved;
  }

  /** From halves to pairs. */
  float[] paired(float[] halved) {
    float[] paired = new float[halved.length];
    int width = halved.length / rows;
    for (int row = 0; row < rows; row++) {
      System.arraycopy(halved, row * width, paired, pairedRow(row) * width, width);
    }
    return paired;
  }

  /** Where GGUF has the row that Hugging Face has at an index. */
  private int pairedRow(int row) {
    int size = rows / heads;
    int within = row % size;
    return row - within + within % (size / 2) * 2 + within / (size / 2);
  }
}
