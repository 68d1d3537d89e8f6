package dev.bulwark.maven;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/**
 * Commands to paste: they run a goal with what the pom says, also where it says so in one execution
 * only, which a plain {@code mvn bulwark:evaluate} does not see.
 *
 * @param project the module
 * @param running the execution that prints the command
 * @param given the results that the command line of the build names
 */
record GoalCommand(MavenProject project, MojoExecution running, Optional<String> given) {
  private static final String KEY = "dev.bulwark:bulwark-maven-plugin";
  private static final String BY_HAND = "default-cli";

  /** The command for a goal that one execution of the pom sets up, or none. */
  String named(String goal) {
    List<PluginExecution> executions = executions(goal);
    return executions.size() == 1 ? goal(goal, executions.get(0).getId()) : goal(goal, "");
  }

  /** The command that makes a results file. */
  String evaluation(Path results) {
    Optional<String> id =
        executions("evaluate").stream()
            .filter(execution -> results(execution).equals(results.normalize()))
            .map(PluginExecution::getId)
            .findFirst();
    String command = goal("evaluate", id.orElse(""));
    return id.isPresent() && given.isEmpty() ? command : command + property("results", results);
  }

  /** The command that makes results the baseline, as the running execution names both. */
  String baseline(Path results, Path baseline) {
    String id = running.getExecutionId();
    return goal("baseline", id.equals(BY_HAND) ? "" : id)
        + property("results", results)
        + property("baseline", baseline);
  }

  private String goal(String goal, String id) {
    Path folder = project.getBasedir().toPath();
    String pom =
        folder.equals(Path.of("").toAbsolutePath())
            ? ""
            : " -f \"" + folder.resolve(project.getFile().getName()) + "\"";
    String prefix = plugin().isPresent() ? "bulwark" : KEY + ":" + running.getVersion();
    return "mvn" + pom + " " + prefix + ":" + goal + (id.isEmpty() ? "" : "@" + id);
  }

  private static String property(String name, Path value) {
    return " -Dbulwark." + name + "=\"" + value + "\"";
  }

  private List<PluginExecution> executions(String goal) {
    return plugin().map(Plugin::getExecutions).orElse(List.of()).stream()
        .filter(execution -> execution.getGoals().contains(goal))
        .toList();
  }

  private Path results(PluginExecution execution) {
    Path folder = project.getBasedir().toPath();
    String file = Path.of(project.getBuild().getDirectory(), "bulwark/results.jsonl").toString();
    if (execution.getConfiguration() instanceof Xpp3Dom dom && dom.getChild("results") != null) {
      file = String.valueOf(dom.getChild("results").getValue());
    } else {
      file = given.orElse(file);
    }
    return folder.resolve(file).normalize();
  }

  private Optional<Plugin> plugin() {
    return Optional.ofNullable(project.getPlugin(KEY));
  }
}
