package dev.bulwark.maven;

import dev.bulwark.data.BadInput;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/**
 * The names that a pom and a command line may use: those of all goals, because one configuration
 * may serve them all. Maven drops others without a word, mistyped ones too.
 *
 * @param goals of this plugin
 */
record KnownNames(List<MojoDescriptor> goals) {

  static KnownNames of(MojoExecution execution) {
    return new KnownNames(execution.getMojoDescriptor().getPluginDescriptor().getMojos());
  }

  /**
   * Makes sure that every element of a configuration is some goal's.
   *
   * @throws BadInput for the first that is none's
   */
  void mustHold(Xpp3Dom configuration) {
    Set<String> parameters =
        goals.stream()
            .flatMap(goal -> Stream.ofNullable(goal.getParameters()).flatMap(List::stream))
            .map(Parameter::getName)
            .collect(Collectors.toCollection(TreeSet::new));
    for (Xpp3Dom element : configuration.getChildren()) {
      if (!parameters.contains(element.getName())) {
        throw new BadInput(
            "<%s> is no parameter of any goal; there are %s"
                .formatted(element.getName(), String.join(", ", parameters)),
            "<configuration> in the pom",
            "Correct the name or remove the element");
      }
    }
  }

  /** Properties that bear this plugin's name and are no goal's; a pom may use its own. */
  List<String> strangers(Properties given) {
    Set<String> expressions =
        goals.stream()
            .flatMap(goal -> Stream.ofNullable(goal.getMojoConfiguration()))
            .flatMap(configuration -> Stream.of(configuration.getChildren()))
            .map(parameter -> parameter.getValue(""))
            .collect(Collectors.toSet());
    return given.stringPropertyNames().stream()
        .filter(name -> name.startsWith("bulwark.") && !expressions.contains("${" + name + "}"))
        .sorted()
        .toList();
  }
}
