package dev.bulwark.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.data.BadInput;
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
    assertThat(Natives.coordinates("auto")).containsAll(Natives.logging());
  }

  @Test
  void asksForVersionsThatTheBuildKnows() {
    assertThat(Natives.coordinates("auto"))
        .hasSize(3)
        .allSatisfy(artifact -> assertThat(artifact).matches("[a-z0-9.]+(:[a-zA-Z0-9_.-]+){3,4}"));
  }

  @Test
  void asksForTheLibraryForGpusOnlyWhereOneIsNamed() {
    assertThat(Natives.coordinates("auto").get(0)).contains(":pytorch-native-cpu:");
    assertThat(Natives.coordinates("cpu")).isEqualTo(Natives.coordinates("auto"));
    assertThat(Natives.coordinates("gpu").get(0)).contains(":pytorch-native-cu128:");
    assertThat(Natives.coordinates("gpu:1")).isEqualTo(Natives.coordinates("gpu"));
  }
}
