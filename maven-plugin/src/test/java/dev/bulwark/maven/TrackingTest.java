package dev.bulwark.maven;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.data.BadInput;
import dev.bulwark.data.Watcher;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The plugin itself does not bring MLflow's client, so here it is missing, as for most users. */
class TrackingTest {
  @Test
  void saysHowToGetTheClient() {
    URI server = URI.create("http://127.0.0.1:5000");
    assertThatThrownBy(() -> Tracking.at(server, "safety", Watcher.none(), watcher -> Map.of()))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "MLflow's client is not there (<mlflow> in the pom). Add"
                + " org.mlflow:mlflow-client:2.17.2 to the <dependencies> of bulwark-maven-plugin.");
  }
}
