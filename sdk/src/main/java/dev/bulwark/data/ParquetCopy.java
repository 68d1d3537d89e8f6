package dev.bulwark.data;

import java.io.ByteArrayInputStream;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/** A Parquet file in memory. */
final class ParquetCopy implements InputFile {
  private final String name;
  private final byte[] bytes;

  ParquetCopy(String name, byte[] bytes) {
    this.name = name;
    this.bytes = bytes;
  }

  /** As the reader's errors call it. */
  @Override
  public String toString() {
    return name;
  }

  @Override
  public long getLength() {
    return bytes.length;
  }

  @Override
  public SeekableInputStream newStream() {
    return new Stream(new Positioned(bytes));
  }

  private static final class Stream extends DelegatingSeekableInputStream {
    private final Positioned from;

    Stream(Positioned from) {
      super(from);
      this.from = from;
    }

    @Override
    public long getPos() {
      return from.position();
    }

    @Override
    public void seek(long position) {
      from.go(position);
    }
  }

  private static final class Positioned extends ByteArrayInputStream {
    Positioned(byte[] bytes) {
      super(bytes);
    }

    synchronized long position() {
      return pos;
    }

    synchronized void go(long position) {
      pos = Math.toIntExact(position);
    }
  }
}
