package dev.bulwark.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.data.BadInput;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NativesTest {
  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, linux-x86_64",
    "Linux, aarch64, linux-aarch64",
    "Mac OS X, aarch64, osx-aarch64",
    "Windows 11, amd64, win-x86_64"
  })
  void namesThePlatformAsTheArtifactDoes(String system, String processor, String classifier) {
    assertThat(Natives.classifier(system, processor)).isEqualTo(classifier);
  }

  @Test
  void saysWhatHasNoLibrary() {
    assertThatThrownBy(() -> Natives.classifier("Mac OS X", "x86_64"))
        .isInstanceOf(BadInput.class)
        .hasMessageStartingWith("There is no PyTorch library for Mac OS X on x86_64");
  }

  @Test
  void asksForTheEngineOnlyWhereThereAreTensors() {
    assertThat(Natives.logging()).hasSize(2).noneMatch(artifact -> artifact.contains("pytorch"));
    assertThat(Natives.coordinates("auto", Optional.empty())).containsAll(Natives.logging());
  }

  @Test
  void asksForVersionsThatTheBuildKnows() {
    assertThat(Natives.coordinates("auto", Optional.empty()))
        .hasSize(3)
        .allSatisfy(artifact -> assertThat(artifact).matches("[a-z0-9.]+(:[a-zA-Z0-9_.-]+){3,4}"));
  }

  @Test
  void takesTheInstalledLibraryForAGpu() {
    assertThat(Natives.coordinates("gpu:1", Optional.of("/opt/libtorch/lib")))
        .isEqualTo(Natives.logging());
    assertThatThrownBy(() -> Natives.coordinates("gpu", Optional.empty()))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "device is gpu, but Maven's repositories have no PyTorch for GPUs (<settings> in the"
                + " pom). Install PyTorch 2.7.1 for CUDA 12.8, and set the environment's"
                + " PYTORCH_LIBRARY_PATH to the folder of its libraries and PYTORCH_FLAVOR to"
                + " cu128; or set device to auto.");
  }
}
