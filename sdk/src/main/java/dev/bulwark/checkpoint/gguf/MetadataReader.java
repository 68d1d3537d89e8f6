package dev.bulwark.checkpoint.gguf;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the key/value part of a header. Whole numbers become {@link Long} (or {@link BigInteger}
 * above its range), reals {@link Float} or {@link Double}, arrays lists of these.
 */
final class MetadataReader {
  private static final int ARRAY = 9;
  private static final int MOST_KEYS = 1 << 16;
  private static final int MOST_ELEMENTS = 1 << 22;
  private static final int SHORTEST_PAIR = 8 + 4 + 1;

  /** Scalar types by their number in the format. */
  private static final List<Scalar> SCALARS =
      List.of(
          new Scalar(1, cursor -> (long) Byte.toUnsignedInt(cursor.int8())),
          new Scalar(1, cursor -> (long) cursor.int8()),
          new Scalar(2, cursor -> (long) Short.toUnsignedInt(cursor.int16())),
          new Scalar(2, cursor -> (long) cursor.int16()),
          new Scalar(4, cursor -> Integer.toUnsignedLong(cursor.int32())),
          new Scalar(4, cursor -> (long) cursor.int32()),
          new Scalar(4, cursor -> Float.intBitsToFloat(cursor.int32())),
          new Scalar(1, cursor -> cursor.int8() != 0),
          new Scalar(8, Cursor::text),
          new Scalar(1, MetadataReader::nested),
          new Scalar(8, cursor -> unsigned(cursor.int64())),
          new Scalar(8, Cursor::int64),
          new Scalar(8, cursor -> Double.longBitsToDouble(cursor.int64())));

  private final Cursor cursor;
  private int elements;

  MetadataReader(Cursor cursor) {
    this.cursor = cursor;
  }

  /** A type with the fewest bytes that a value of it takes. */
  private record Scalar(int bytes, Reading reading) {}

  @FunctionalInterface
  private interface Reading {
    Object from(Cursor cursor) throws IOException;
  }

  Map<String, Object> read(long count) throws IOException {
    if (count < 0 || count > Math.min(MOST_KEYS, cursor.remaining() / SHORTEST_PAIR)) {
      throw cursor.broken("the number of its keys is " + Long.toUnsignedString(count));
    }
    Map<String, Object> values = new LinkedHashMap<>();
    for (long i = 0; i < count; i++) {
      String key = cursor.text();
      int type = cursor.int32();
      Object value = type == ARRAY ? array(key) : scalar(type, key).reading().from(cursor);
      if (values.put(key, value) != null) {
        throw cursor.broken("the key '%s' stands twice".formatted(key));
      }
    }
    return values;
  }

  private List<Object> array(String key) throws IOException {
    Scalar type = scalar(cursor.int32(), key);
    long count = cursor.count("elements of '%s'".formatted(key), type.bytes());
    if (count > MOST_ELEMENTS - elements) {
      throw cursor.broken(
          "the lists of its header have more than %d elements".formatted(MOST_ELEMENTS));
    }
    elements += (int) count;
    List<Object> values = new ArrayList<>((int) count);
    for (long i = 0; i < count; i++) {
      values.add(type.reading().from(cursor));
    }
    return Collections.unmodifiableList(values);
  }

  private Scalar scalar(int type, String key) {
    if (type < 0 || type >= SCALARS.size()) {
      throw cursor.broken("the key '%s' has the unknown type %d".formatted(key, type));
    }
    return SCALARS.get(type);
  }

  private static Object nested(Cursor cursor) {
    throw cursor.broken("it has a list of lists, which no model needs");
  }

  private static Object unsigned(long bits) {
    return bits >= 0 ? (Object) bits : new BigInteger(Long.toUnsignedString(bits));
  }
}
