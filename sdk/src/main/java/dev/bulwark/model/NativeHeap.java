package dev.bulwark.model;

import com.sun.jna.Library;
import com.sun.jna.Platform;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The C library's memory, in which tensors live.
 *
 * <p>What tensors of many sizes leave behind when they are freed has holes that the next ones don't
 * fit into, and the library keeps it all: without giving back, a process grows to a multiple of
 * what it ever uses at once. Only glibc can be asked to; elsewhere nothing happens.
 */
public final class NativeHeap {
  /** What is given back has to be fetched again, which costs up to half a second. */
  private static final long REST_NANOS = 60_000_000_000L;

  private static final long MUCH = 64L << 20;

  private static final Optional<CLibrary> GLIBC = load();
  private static final AtomicLong LAST = new AtomicLong(System.nanoTime());

  private NativeHeap() {}

  /** As glibc declares it. */
  interface CLibrary extends Library {
    /** Gives free pages back to the system, all but so many bytes at the end. */
    int malloc_trim(long kept);
  }

  private static Optional<CLibrary> load() {
    try {
      if (!Platform.isLinux()) {
        return Optional.empty();
      }
      CLibrary library = com.sun.jna.Native.load("c", CLibrary.class);
      library.malloc_trim(0);
      return Optional.of(library);
    } catch (LinkageError e) {
      // Another C library, or a place where no native code can be loaded from.
      return Optional.empty();
    }
  }

  /**
   * Gives what is free back to the system: between phases that want memory of other sizes. Where
   * little is at stake, only now and then.
   *
   * @param bytes that were freed, or will be wanted
   */
  public static void giveBack(long bytes) {
    if (bytes >= MUCH) {
      giveBack();
    } else {
      giveBackNowAndThen();
    }
  }

  private static void giveBack() {
    LAST.set(System.nanoTime());
    GLIBC.ifPresent(library -> library.malloc_trim(0));
  }

  /** The same where a minute has passed since: after steps, which may be short and many. */
  public static void giveBackNowAndThen() {
    if (System.nanoTime() - LAST.get() > REST_NANOS) {
      giveBack();
    }
  }
}
