package dev.bulwark.model;

/** In which type the products of the decoder run; weights, sums and the optimiser stay fp32. */
public enum Precision {
  /** 32-bit floats: exact to the reference. */
  FP32(6, 4),
  /** bfloat16: several times faster on processors made for it, slower on others. */
  BF16(15, 2);

  private final int kernelType;
  private final int bytes;

  Precision(int kernelType, int bytes) {
    this.kernelType = kernelType;
    this.bytes = bytes;
  }

  /** Width of a value. */
  int bytes() {
    return bytes;
  }

  /** The type's number in the kernels. */
  int kernelType() {
    return kernelType;
  }
}
