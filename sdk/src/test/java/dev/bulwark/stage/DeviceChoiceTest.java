package dev.bulwark.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.Progress;
import dev.bulwark.data.Watcher;
import dev.bulwark.model.Compute;
import dev.bulwark.model.Processor;
import dev.bulwark.stage.DeviceChoice.Chosen;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceChoiceTest {
  @Test
  void autoTakesTheFirstGpuAndElseTheCores() {
    assertThat(DeviceChoice.AUTO.among(2)).isEqualTo(new Chosen(Processor.gpu(0), "the first GPU"));
    assertThat(DeviceChoice.AUTO.among(0))
        .isEqualTo(new Chosen(Processor.CPU, "the engine sees no GPU"));
  }

  @Test
  void aGpuIsTakenByItsNumber() {
    assertThat(new DeviceChoice("gpu").among(1).processor()).isEqualTo(Processor.gpu(0));
    assertThat(new DeviceChoice("gpu:1").among(2).processor()).isEqualTo(Processor.gpu(1));
  }

  @Test
  void aGpuThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> new DeviceChoice("gpu:1").among(1))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "device is gpu:1, but the engine can use 1 GPUs here (settings). Set device to auto or"
                + " cpu, or install PyTorch 2.7.1 for CUDA 12.8 and set the environment's"
                + " PYTORCH_LIBRARY_PATH to the folder of its libraries and PYTORCH_FLAVOR to"
                + " cu128.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "GPU", "gpu:", "gpu:-1", "gpu:1000", "cuda", "gpu: 1", "cpu\n"})
  void anotherNameIsRefused(String name) {
    assertThatThrownBy(
            () ->
                Settings.overlay(
                    SafetySftSettings.defaults(),
                    JsonNodeFactory.instance.objectNode().put("device", name),
                    "settings"))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "device is "
                + name
                + ", but must be auto, cpu, gpu or gpu:n, such as gpu:0 (settings: device). Set a value in"
                + " that range, or leave it out for the default.");
  }

  @Test
  void oneLineSaysWhatWasChosenAndWhy() {
    assumeTrue(Processor.gpus() == 0, "the machine has a GPU");
    List<String> lines = new ArrayList<>();
    Watcher watcher =
        new Watcher() {
          @Override
          public void progressed(Progress progress) {}

          @Override
          public void noted(String line) {
            lines.add(line);
          }
        };
    assertThat(PrecisionChoice.FP32.decide(DeviceChoice.AUTO, watcher)).isEqualTo(Compute.FP32);
    PrecisionChoice.AUTO.decide(DeviceChoice.CPU, watcher);
    assertThat(lines.get(0)).isEqualTo("Computes on cpu (the engine sees no GPU) in fp32 (as set)");
    assertThat(lines.get(1))
        .matches(
            "Computes on cpu \\(as set\\) in (fp32|bf16)"
                + " \\(a probe took \\d+\\.\\d\\d ms in fp32, \\d+\\.\\d\\d ms in bf16\\)");
  }
}
