package dev.bulwark.maven;

import dev.bulwark.data.BadInput;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/**
 * What a pom says of a goal before Maven evaluates it: an element that is empty, or names a
 * property that nobody set, comes to the goal as if it were not there.
 *
 * @param elements of the pom, without a goal's own defaults; empty where it configures nothing
 */
record Written(Optional<Xpp3Dom> elements) {

  static Written of(MavenProject project, MojoExecution execution) {
    return new Written(
        Optional.ofNullable(
            project.getGoalConfiguration(
                execution.getGroupId(),
                execution.getArtifactId(),
                execution.getExecutionId(),
                execution.getGoal())));
  }

  /**
   * Makes sure that an element which the pom has came to something: without it a gate would compare
   * with less than its author wrote.
   *
   * @param value what came of it
   * @throws BadInput where nothing did
   */
  void mustMean(String element, Optional<?> value) {
    Optional<Xpp3Dom> named = elements.map(dom -> dom.getChild(element));
    if (named.isPresent() && value.isEmpty()) {
      String text = Optional.ofNullable(named.get().getValue()).orElse("");
      throw new BadInput(
          "<%s> is '%s', which comes to nothing".formatted(element, text),
          "<" + element + "> in the pom",
          "Write what it names, set the property, or leave the element out");
    }
  }
}
