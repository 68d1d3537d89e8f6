package dev.bulwark.checkpoint.gguf;

import dev.bulwark.data.BadInput;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How the matrices of an exported model are stored; norms and biases always stay fp32. */
public enum GgufStorage {
  /** 32 bits a weight: nothing is lost. */
  F32(TensorType.F32, 0),
  /** 16 bits: what nearly every published model has. */
  F16(TensorType.F16, 1),
  /** 16 bits with the range of fp32. */
  BF16(TensorType.BF16, 32),
  /** 8.5 bits: an error of at most 1/254 of the largest of 32 neighbours, rounding aside. */
  Q8_0(TensorType.Q8_0, 7),
  /** 4.5 bits, embedding and output head at 8.5: small, and somewhat worse. */
  Q4_0(TensorType.Q4_0, 2);

  private final TensorType type;
  private final int fileType;

  GgufStorage(TensorType type, int fileType) {
    this.type = type;
    this.fileType = fileType;
  }

  /**
   * The one of a name, in either case.
   *
   * @param where where the user wrote it, for the error
   * @throws BadInput for a name that is none
   */
  public static GgufStorage named(String name, String where) {
    return Arrays.stream(values())
        .filter(storage -> storage.label().equals(name.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new BadInput(
                    "The storage is '%s', which is not known".formatted(name),
                    where,
                    "Use one of "
                        + Arrays.stream(values())
                            .map(GgufStorage::label)
                            .collect(Collectors.joining(", "))));
  }

  /** Its name in small letters. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The number of {@code general.file_type}. */
  int fileType() {
    return fileType;
  }

  /** The type of one weight; rows that don't divide into blocks are stored as fp16. */
  TensorType of(Layout.Weight weight) {
    if (!weight.spec().isMatrix()) {
      return TensorType.F32;
    }
    TensorType wanted = type == TensorType.Q4_0 && weight.isVocabulary() ? TensorType.Q8_0 : type;
    return weight.spec().dimensions().get(1) % wanted.blockValues() == 0 ? wanted : TensorType.F16;
  }
}
