package dev.bulwark.model;

/** In which type the products of the decoder run; weights, sums and the optimiser stay fp32. */
public enum Precision {
  /** 32-bit floats: exact to the reference. */
  FP32(6),
  /** bfloat16: several times faster on processors made for it, slower on others. */
  BF16(15);

  private final int kernelType;

  Precision(int kernelType) {
    this.kernelType = kernelType;
  }

  /** The type's number in the kernels. */
  int kernelType() {
    return kernelType;
  }
}
