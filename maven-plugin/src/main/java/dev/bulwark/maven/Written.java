package dev.bulwark.maven;

import dev.bulwark.data.BadInput;
import java.util.Optional;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.PluginParameterExpressionEvaluator;
import org.codehaus.plexus.component.configurator.expression.ExpressionEvaluationException;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/**
 * What a pom says of a goal before Maven evaluates it: an element that is empty, or names a
 * property that nobody set, comes to the goal as if it were not there.
 *
 * @param elements of the pom, without a goal's own defaults; empty where it configures nothing
 * @param evaluator knows the properties
 */
record Written(Optional<Xpp3Dom> elements, PluginParameterExpressionEvaluator evaluator) {

  static Written of(MavenSession session, MojoExecution execution) {
    Xpp3Dom elements =
        session
            .getCurrentProject()
            .getGoalConfiguration(
                execution.getGroupId(),
                execution.getArtifactId(),
                execution.getExecutionId(),
                execution.getGoal());
    return new Written(
        Optional.ofNullable(elements), new PluginParameterExpressionEvaluator(session, execution));
  }

  /**
   * Makes sure that elements which the pom has come to something: without them a goal would look at
   * less, or at something else, than its author wrote.
   *
   * @throws BadInput for the first that comes to nothing
   */
  void mustMean(String... names) {
    for (String element : names) {
      Optional<Xpp3Dom> named = elements.map(dom -> dom.getChild(element));
      String text = named.map(Xpp3Dom::getValue).orElse("");
      if (named.isPresent() && comesToNothing(text)) {
        throw new BadInput(
            "<%s> is '%s', which comes to nothing".formatted(element, text),
            "<" + element + "> in the pom",
            "Write what it names, set the property, or leave the element out");
      }
    }
  }

  private boolean comesToNothing(String text) {
    try {
      return text.isBlank() || evaluator.evaluate(text) == null;
    } catch (ExpressionEvaluationException e) {
      return true;
    }
  }
}
