package dev.bulwark.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.bulwark.fixtures.ResidentMemory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class NativeHeapTest {
  @Test
  void whatIsFreeBelowSomethingInUseGoesBack() throws IOException {
    Native.engine();
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      // 3,000 tensors of 64 KiB are 188 MiB; every hundredth stays, so that no end of the heap is
      // free.
      List<NDArray> passing = new ArrayList<>();
      for (int i = 0; i < 3000; i++) {
        NDArray tensor = manager.ones(new Shape(16 * 1024));
        if (i % 100 != 99) {
          passing.add(tensor);
        }
      }
      passing.forEach(NDArray::close);
      long before = ResidentMemory.bytes();
      NativeHeap.giveBack(188L << 20);
      assertThat(before - ResidentMemory.bytes()).isGreaterThan(100L << 20);
      assertThat(manager.getManagedArrays()).hasSize(30);
      manager
          .getManagedArrays()
          .forEach(left -> assertThat(left.sum().getFloat()).isEqualTo(16 * 1024));
    }
  }
}
