package dev.bulwark.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/** The number types of weights in files, with the way to fp32 and back. */
public enum StorageType {
  F32(4, "float32"),
  F16(2, "float16"),
  BF16(2, "bfloat16");

  private final int bytes;
  private final String torch;

  StorageType(int bytes, String torch) {
    this.bytes = bytes;
    this.torch = torch;
  }

  static Optional<StorageType> named(String name) {
    return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
  }

  int bytes() {
    return bytes;
  }

  /** Its name in PyTorch, and so in configurations. */
  String torch() {
    return torch;
  }

  /** Widens little-endian values to fp32 in native order. */
  public void widen(ByteBuffer from, ByteBuffer to) {
    ByteBuffer little = from.order(ByteOrder.LITTLE_ENDIAN);
    while (little.hasRemaining()) {
      switch (this) {
        case F32 -> to.putFloat(little.getFloat());
        case F16 -> to.putFloat(halfToFloat(little.getShort()));
        case BF16 -> to.putInt((little.getShort() & 0xffff) << 16);
      }
    }
  }

  /** Narrows one value, rounding to nearest even, into a little-endian buffer. */
  public void narrow(float value, ByteBuffer to) {
    switch (this) {
      case F32 -> to.putFloat(value);
      case F16 -> to.putShort(floatToHalf(value));
      case BF16 -> to.putShort(floatToBfloat(value));
    }
  }

  private static short floatToBfloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) ((bits >>> 16) | 0x40);
    }
    return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
  }

  /** Widens the bits of an fp16 number. */
  public static float halfToFloat(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = (half >>> 10) & 0x1f;
    int fraction = half & 0x3ff;
    if (exponent == 0x1f) {
      return Float.intBitsToFloat(sign | 0x7f800000 | (fraction << 13));
    }
    if (exponent == 0) {
      float magnitude = fraction * 0x1p-24f;
      return sign == 0 ? magnitude : -magnitude;
    }
    return Float.intBitsToFloat(sign | ((exponent + 112) << 23) | (fraction << 13));
  }

  private static short floatToHalf(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = (bits >>> 16) & 0x8000;
    float magnitude = Math.abs(value);
    if (Float.isNaN(value)) {
      return (short) (sign | 0x7e00);
    }
    if (magnitude >= 65520f) {
      return (short) (sign | 0x7c00);
    }
    if (magnitude < 0x1p-14f) {
      return (short) (sign | (int) Math.rint(magnitude * 0x1p24f));
    }
    int rounded = (bits & 0x7fffffff) + 0xfff + ((bits >>> 13) & 1);
    return (short) (sign | ((rounded - 0x38000000) >>> 13));
  }
}
