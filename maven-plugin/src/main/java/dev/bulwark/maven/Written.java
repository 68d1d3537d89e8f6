package dev.bulwark.maven;

import dev.bulwark.data.BadInput;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginContainer;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.PluginParameterExpressionEvaluator;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.component.configurator.expression.ExpressionEvaluationException;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/**
 * What a pom says of a goal before Maven evaluates it: an element that is empty, or names a
 * property that nobody set, comes to the goal as if it were not there.
 *
 * @param elements of the pom, without a goal's own defaults; empty where it configures nothing
 * @param evaluator knows the properties
 * @param known parameters of all goals, which one configuration may serve
 */
record Written(
    Optional<Xpp3Dom> elements, PluginParameterExpressionEvaluator evaluator, Set<String> known) {

  static Written of(MavenSession session, MojoExecution execution) {
    return new Written(
        elements(session.getCurrentProject(), execution),
        new PluginParameterExpressionEvaluator(session, execution),
        parameters(execution.getMojoDescriptor().getPluginDescriptor()));
  }

  private static Set<String> parameters(PluginDescriptor plugin) {
    return plugin.getMojos().stream()
        .flatMap(goal -> Stream.ofNullable(goal.getParameters()).flatMap(List::stream))
        .map(Parameter::getName)
        .collect(Collectors.toCollection(TreeSet::new));
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
   * Makes sure that every element is some goal's, and that those which the pom has came to
   * something: without them a goal would look at less, or at something else, than its author wrote.
   *
   * @throws BadInput for the first that no goal knows, comes to nothing, or has a part that does
   */
  void mustMean(String... names) {
    elements.stream()
        .flatMap(dom -> Stream.of(dom.getChildren()))
        .map(Xpp3Dom::getName)
        .filter(name -> !known.contains(name))
        .findFirst()
        .ifPresent(this::unknown);
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

  /**
   * Properties of the command line that bear this plugin's name and are no goal's, mistyped ones
   * say; a pom may use its own.
   */
  static List<String> strangers(MavenSession session, MojoExecution execution) {
    Set<String> properties =
        execution.getMojoDescriptor().getPluginDescriptor().getMojos().stream()
            .flatMap(
                goal -> goal.getMojoConfiguration() == null ? Stream.empty() : properties(goal))
            .collect(Collectors.toSet());
    return session.getUserProperties().stringPropertyNames().stream()
        .filter(name -> name.startsWith("bulwark.") && !properties.contains("${" + name + "}"))
        .sorted()
        .toList();
  }

  private static Stream<String> properties(MojoDescriptor goal) {
    return Stream.of(goal.getMojoConfiguration().getChildren())
        .map(parameter -> parameter.getValue(""));
  }

  private void unknown(String name) {
    throw new BadInput(
        "<%s> is no parameter of any goal; there are %s".formatted(name, String.join(", ", known)),
        "<configuration> in the pom",
        "Correct the name or remove the element");
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
