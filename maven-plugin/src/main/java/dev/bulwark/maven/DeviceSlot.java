package dev.bulwark.maven;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.eclipse.aether.SessionData;

/**
 * Lets one forked JVM of a build run at a time: with {@code -T} two of them would fight for cores
 * and memory and both be slower. The slot lives in the build's session, because modules can have
 * class loaders of their own and then share no static field.
 */
final class DeviceSlot {
  private final Semaphore slot;

  private DeviceSlot(Semaphore slot) {
    this.slot = slot;
  }

  /** The slot of a build. */
  static DeviceSlot of(SessionData build) {
    String key = DeviceSlot.class.getName();
    build.set(key, null, new Semaphore(1, true));
    return new DeviceSlot((Semaphore) build.get(key));
  }

  /** Waits for the slot, tells so where it is taken, and works in it. */
  <T> T in(Runnable waiting, Supplier<T> work) throws InterruptedException {
    if (!slot.tryAcquire()) {
      waiting.run();
      slot.acquire();
    }
    try {
      return work.get();
    } finally {
      slot.release();
    }
  }
}
