package dev.bulwark.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * The compressions that can be read without an installation of Hadoop: the library's own, and gzip
 * by the JDK, for which the library would ask Hadoop.
 */
final class ParquetCodecs implements CompressionCodecFactory {
  private static final Set<CompressionCodecName> OWN =
      Set.of(
          CompressionCodecName.UNCOMPRESSED,
          CompressionCodecName.SNAPPY,
          CompressionCodecName.ZSTD,
          CompressionCodecName.LZ4_RAW);

  private final CompressionCodecFactory library;
  private final Path file;

  ParquetCodecs(ParquetConfiguration configuration, Path file) {
    this.library = new CodecFactory(configuration, 1 << 16);
    this.file = file;
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
    if (codec == CompressionCodecName.GZIP) {
      return new Gzip();
    }
    if (!OWN.contains(codec)) {
      throw BadInput.in(
          file,
          "The file is compressed with %s, which can't be read here".formatted(codec),
          "Write it with snappy, zstd, gzip, lz4_raw or none");
    }
    return library.getDecompressor(codec);
  }

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName codec) {
    throw new UnsupportedOperationException("Parquet files are only read");
  }

  @Override
  public void release() {
    library.release();
  }

  private static final class Gzip implements BytesInputDecompressor {
    @Override
    public BytesInput decompress(BytesInput bytes, int size) throws IOException {
      return BytesInput.from(unzip(bytes.toInputStream()));
    }

    @Override
    public void decompress(ByteBuffer input, int compressed, ByteBuffer output, int size)
        throws IOException {
      byte[] bytes = new byte[compressed];
      input.get(bytes);
      output.put(unzip(new ByteArrayInputStream(bytes)));
    }

    private static byte[] unzip(InputStream bytes) throws IOException {
      try (GZIPInputStream in = new GZIPInputStream(bytes)) {
        return in.readAllBytes();
      }
    }

    @Override
    public void release() {}
  }
}
