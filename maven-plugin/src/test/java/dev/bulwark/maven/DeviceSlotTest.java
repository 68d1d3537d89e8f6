package dev.bulwark.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.aether.DefaultSessionData;
import org.eclipse.aether.SessionData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DeviceSlotTest {
  @Test
  void letsOneWorkAtATime() throws InterruptedException {
    SessionData build = new DefaultSessionData();
    AtomicInteger inside = new AtomicInteger();
    List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
    List<Thread> modules = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Thread module = new Thread(() -> work(build, inside, seen));
      modules.add(module);
      module.start();
    }
    for (Thread module : modules) {
      module.join();
    }

    assertThat(seen).containsExactly(1, 1, 1, 1);
  }

  private static void work(SessionData build, AtomicInteger inside, List<Integer> seen) {
    try {
      DeviceSlot.of(build)
          .in(
              () -> {},
              () -> {
                seen.add(inside.incrementAndGet());
                Thread.yield();
                return inside.decrementAndGet();
              });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
