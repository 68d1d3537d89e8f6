package dev.bulwark.maven;

import dev.bulwark.data.BadInput;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginContainer;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.PluginParameterExpressionEvaluator;
import org.apache.maven.project.MavenProject;
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

  /**
   * What the pom says of an execution's goal.
   *
   * @throws BadInput for an element that no goal knows
   */
  static Written of(MavenSession session, MojoExecution execution) {
    Optional<Xpp3Dom> elements = elements(session.getCurrentProject(), execution);
    elements.ifPresent(KnownNames.of(execution)::mustHold);
    return new Written(elements, new PluginParameterExpressionEvaluator(session, execution));
  }

  /** A goal that is called by itself takes what is managed, too, where no build has the plugin. */
  private static Optional<Xpp3Dom> elements(MavenProject project, MojoExecution execution) {
    String key = Plugin.constructKey(execution.getGroupId(), execution.getArtifactId());
    List<Plugin> managed =
        Optional.ofNullable(project.getPluginManagement())
            .map(PluginContainer::getPlugins)
            .orElse(List.of());
    return Stream.concat(project.getBuildPlugins().stream(), managed.stream())
        .filter(plugin -> plugin.getKey().equals(key))
        .findFirst()
        .map(plugin -> configuration(plugin, execution.getExecutionId()))
        .map(Xpp3Dom.class::cast);
  }

  private static Object configuration(Plugin plugin, String execution) {
    PluginExecution own = plugin.getExecutionsAsMap().get(execution);
    return own == null ? plugin.getConfiguration() : own.getConfiguration();
  }

  /**
   * Makes sure that elements which the pom has came to something: without them a goal would look at
   * less, or at something else, than its author wrote.
   *
   * @throws BadInput for the first that comes to nothing, or has a part that does
   */
  void mustMean(String... names) {
    for (String element : names) {
      elements
          .map(dom -> dom.getChild(element))
          .flatMap(this::nothing)
          .ifPresent(
              leaf -> {
                throw new BadInput(
                    "<%s> is '%s', which comes to nothing".formatted(leaf.getName(), text(leaf)),
                    "<" + element + "> in the pom",
                    "Write what it names, set the property, or leave the element out");
              });
    }
  }

  /** The first leaf that comes to nothing. */
  private Optional<Xpp3Dom> nothing(Xpp3Dom dom) {
    if (dom.getChildCount() > 0) {
      return Stream.of(dom.getChildren()).map(this::nothing).flatMap(Optional::stream).findFirst();
    }
    return comesToNothing(text(dom)) ? Optional.of(dom) : Optional.empty();
  }

  private static String text(Xpp3Dom leaf) {
    return Optional.ofNullable(leaf.getValue()).orElse("");
  }

  private boolean comesToNothing(String text) {
    try {
      Object value = evaluator.evaluate(text);
      return value == null || value.toString().isBlank();
    } catch (ExpressionEvaluationException e) {
      return true;
    }
  }
}
