package dev.bulwark.maven;

import dev.bulwark.data.BadInput;
import dev.bulwark.data.Watcher;
import dev.bulwark.mlflow.MlflowWatcher;
import java.net.URI;
import java.util.Map;
import java.util.function.Function;

/** Work whose figures go to MLflow. */
final class Tracking {
  private static final String WHERE = "<mlflow> in the pom";

  private Tracking() {}

  /**
   * Does the work.
   *
   * @throws BadInput where the address is none, or the client is not there
   */
  static Map<String, String> at(
      URI server, String experiment, Watcher beside, Function<Watcher, Map<String, String>> work) {
    try (MlflowWatcher watcher = opened(server, experiment, beside)) {
      return work.apply(watcher);
    }
  }

  private static MlflowWatcher opened(URI server, String experiment, Watcher beside) {
    try {
      return MlflowWatcher.at(server, experiment, beside);
    } catch (NoClassDefFoundError e) {
      throw new BadInput(
          "MLflow's client is not there",
          WHERE,
          "Add org.mlflow:mlflow-client:2.17.2 to the <dependencies> of bulwark-maven-plugin");
    } catch (IllegalArgumentException e) {
      throw new BadInput(String.valueOf(e.getMessage()), WHERE, "Name a tracking server");
    }
  }
}
