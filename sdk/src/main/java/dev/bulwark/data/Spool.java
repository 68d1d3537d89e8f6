package dev.bulwark.data;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.RandomAccess;

/**
 * A list whose elements lie in a temporary file, so that data larger than the memory can be drawn
 * from in any order: 8 bytes of memory an element. Elements are added at the end, then read as
 * often as wanted; several threads may read. The file is gone when this is closed, and mostly even
 * when the process is killed.
 *
 * @param <T> the elements
 */
public final class Spool<T> extends AbstractList<T> implements RandomAccess, AutoCloseable {
  private static final int BUFFER = 1 << 16;

  private final Form<T> form;
  private final Path path;
  private final RandomAccessFile file;
  private final ByteArrayOutputStream unwritten = new ByteArrayOutputStream(BUFFER);
  private long[] ends = new long[1 << 10];
  private int size;

  /**
   * How an element is written.
   *
   * @param <T> the elements
   */
  public interface Form<T> {
    /** Writes an element. */
    void write(T element, DataOutput out) throws IOException;

    /** Reads what {@link #write} wrote. */
    T read(DataInput in) throws IOException;
  }

  /**
   * An empty list.
   *
   * @throws BadInput where the folder for temporary files ({@code java.io.tmpdir}) is not writable
   */
  public Spool(Form<T> form) {
    this.form = form;
    try {
      path = Files.createTempFile("bulwark-", ".spool");
      file = new RandomAccessFile(path.toFile(), "rw");
    } catch (IOException e) {
      throw WholeFile.unwritable(Path.of(System.getProperty("java.io.tmpdir")), e);
    }
    // Where an open file can be removed, nothing is left of it whatever happens to the process.
    drop();
  }

  @Override
  public synchronized boolean add(T element) {
    try {
      long before = end(size - 1);
      int buffered = unwritten.size();
      form.write(element, new DataOutputStream(unwritten));
      if (size == ends.length) {
        ends = Arrays.copyOf(ends, 2 * size);
      }
      ends[size++] = before + unwritten.size() - buffered;
      if (unwritten.size() >= BUFFER) {
        flush();
      }
      return true;
    } catch (IOException e) {
      throw WholeFile.unwritable(path, e);
    }
  }

  @Override
  public T get(int index) {
    if (index < 0 || index >= size()) {
      throw new IndexOutOfBoundsException(index);
    }
    try {
      return form.read(new DataInputStream(new ByteArrayInputStream(bytes(index))));
    } catch (IOException e) {
      throw new UncheckedIOException("Can't read back " + path, e);
    }
  }

  private synchronized byte[] bytes(int index) throws IOException {
    flush();
    long start = end(index - 1);
    byte[] bytes = new byte[Math.toIntExact(ends[index] - start)];
    file.seek(start);
    file.readFully(bytes);
    return bytes;
  }

  private void flush() throws IOException {
    if (unwritten.size() > 0) {
      file.seek(file.length());
      file.write(unwritten.toByteArray());
      unwritten.reset();
    }
  }

  private long end(int index) {
    return index < 0 ? 0 : ends[index];
  }

  @Override
  public synchronized int size() {
    return size;
  }

  @Override
  public synchronized void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Can't close " + path, e);
    }
    drop();
  }

  private void drop() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // Some systems keep an open file; it goes when it is closed.
      return;
    }
  }
}
