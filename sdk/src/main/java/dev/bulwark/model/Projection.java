package dev.bulwark.model;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The seven matrices of a layer that can carry an adapter, in the order of the kernels' bits. */
public enum Projection {
  /** Queries. */
  Q(0, "self_attn"),
  /** Keys. */
  K(1, "self_attn"),
  /** Values. */
  V(2, "self_attn"),
  /** Attention output. */
  O(3, "self_attn"),
  /** Gate of the feed-forward block. */
  GATE(4, "mlp"),
  /** Up-projection of the feed-forward block. */
  UP(5, "mlp"),
  /** Down-projection of the feed-forward block. */
  DOWN(6, "mlp");

  private final int bit;
  private final String block;

  Projection(int bit, String block) {
    this.bit = bit;
    this.block = block;
  }

  /** The one with that name in {@code target_modules}. */
  public static Optional<Projection> labelled(String label) {
    return ALL.stream().filter(projection -> projection.label().equals(label)).findFirst();
  }

  /** All seven. */
  public static final List<Projection> ALL = List.of(values());

  /** Its place among the seven, as a power of two. */
  int flag() {
    return 1 << bit;
  }

  /** Name of its weight in a Hugging Face checkpoint. */
  String weight(int layer) {
    return module(layer) + ".weight";
  }

  /** Name of its module in a Hugging Face checkpoint. */
  String module(int layer) {
    return "model.layers.%d.%s.%s".formatted(layer, block, label());
  }

  /** Its name without the place, as in {@code target_modules} of PEFT. */
  public String label() {
    return name().toLowerCase(Locale.ROOT) + "_proj";
  }

  /** Rows (outputs) of its matrix. */
  int outputs(DecoderShape shape) {
    int headSize = shape.attention().headSize();
    return switch (this) {
      case Q -> shape.attention().heads() * headSize;
      case K, V -> shape.attention().keyValueHeads() * headSize;
      case O, DOWN -> shape.hidden();
      case GATE, UP -> shape.feedForward();
    };
  }

  /** Columns (inputs) of its matrix. */
  int inputs(DecoderShape shape) {
    return switch (this) {
      case Q, K, V, GATE, UP -> shape.hidden();
      case O -> shape.attention().heads() * shape.attention().headSize();
      case DOWN -> shape.feedForward();
    };
  }
}
