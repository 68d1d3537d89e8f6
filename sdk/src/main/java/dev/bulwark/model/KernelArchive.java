package dev.bulwark.model;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Packs the kernels' text and the decoder's constants into a TorchScript archive.
 *
 * <p>Such an archive is a zip of stored entries: the code, and one pickled object whose class is
 * the code's and whose fields are the constants. Nothing of it touches the disk.
 */
final class KernelArchive {

  private KernelArchive() {}

  /** The archive of a decoder. */
  static byte[] of(DecoderShape shape, Precision precision, Products products) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("training", false);
    fields.put("layers", shape.layers());
    fields.put("heads", shape.attention().heads());
    fields.put("kv_heads", shape.attention().keyValueHeads());
    fields.put("head_size", shape.attention().headSize());
    DecoderShape.Traits traits = shape.attention().traits();
    fields.put("input_bias", traits.inputBias());
    fields.put("output_bias", traits.outputBias());
    fields.put("head_norms", traits.norms());
    fields.put("sliding", shape.attention().sliding().window());
    fields.put("sliding_from", shape.attention().sliding().fromLayer());
    fields.put("eps", shape.epsilon());
    fields.put("tied", shape.output() == DecoderShape.Output.TIED);
    fields.put("flash", products.attention() != Products.Attention.PLAIN);
    fields.put("attention_dtype", products.attention().precision(precision).kernelType());
    fields.put("dtype", precision.kernelType());
    for (String list : List.of("base", "fused", "cache", "tapes", "kept")) {
      fields.put(list, "");
    }
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
        store(zip, "data.pkl", pickle(fields));
        store(
            zip,
            "code/__torch__.py",
            source("decoder.torchscript"),
            source("training.torchscript"),
            source(products.decoding().source()),
            source(products.learning().source()));
        store(zip, "constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
        store(zip, "version", "3\n".getBytes(StandardCharsets.US_ASCII));
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("Can't pack the kernels", e);
    }
  }

  private static byte[] source(String name) throws IOException {
    try (InputStream in = KernelArchive.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("The kernels are missing from the class path: " + name);
      }
      return in.readAllBytes();
    }
  }

  private static void store(ZipOutputStream zip, String name, byte[]... parts) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.write(part);
    }
    byte[] content = all.toByteArray();
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry entry = new ZipEntry("decoder/" + name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  /**
   * Pickle protocol 2: one object with a dictionary of fields; an empty string is an empty list.
   */
  private static byte[] pickle(Map<String, Object> fields) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(new byte[] {(byte) 0x80, 2, 'c'});
    out.writeBytes("__torch__\nDecoder\n");
    out.write(new byte[] {')', (byte) 0x81, '}', '('});
    for (Map.Entry<String, Object> field : fields.entrySet()) {
      byte[] name = field.getKey().getBytes(StandardCharsets.UTF_8);
      out.writeByte('X');
      out.writeInt(Integer.reverseBytes(name.length));
      out.write(name);
      value(out, field.getValue());
    }
    out.write(new byte[] {'u', 'b', '.'});
    return bytes.toByteArray();
  }

  private static void value(DataOutputStream out, Object value) throws IOException {
    if (value instanceof Boolean flag) {
      out.writeByte(flag ? 0x88 : 0x89);
    } else if (value instanceof Integer number) {
      out.writeByte('J');
      out.writeInt(Integer.reverseBytes(number));
    } else if (value instanceof Double number) {
      out.writeByte('G');
      out.writeDouble(number);
    } else {
      out.writeByte(']');
    }
  }
}
