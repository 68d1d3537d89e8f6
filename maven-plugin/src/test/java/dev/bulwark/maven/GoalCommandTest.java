package dev.bulwark.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.junit.jupiter.api.Test;

class GoalCommandTest {
  private static final Path HERE = Path.of("").toAbsolutePath();

  @Test
  void namesTheExecutionThatMakesTheResults() {
    GoalCommand command =
        command("gate", execution("base", "out/base.jsonl"), execution("tuned", ""));

    assertThat(command.evaluation(HERE.resolve("out/base.jsonl")))
        .isEqualTo("mvn bulwark:evaluate@base");
    assertThat(command.evaluation(HERE.resolve("target/bulwark/results.jsonl")))
        .isEqualTo("mvn bulwark:evaluate@tuned");
    assertThat(command.evaluation(HERE.resolve("other.jsonl")))
        .isEqualTo("mvn bulwark:evaluate -Dbulwark.results=\"%s\"", HERE.resolve("other.jsonl"));
  }

  @Test
  void namesTheResultsThatTheCommandLineNamed() {
    GoalCommand command =
        new GoalCommand(
            project(HERE, execution("default", "")), running("gate"), Optional.of("mine.jsonl"));

    assertThat(command.evaluation(HERE.resolve("mine.jsonl")))
        .isEqualTo(
            "mvn bulwark:evaluate@default -Dbulwark.results=\"%s\"", HERE.resolve("mine.jsonl"));
  }

  @Test
  void makesABaselineAsTheRunningExecutionNamesIt() {
    String properties = " -Dbulwark.results=\"r.jsonl\" -Dbulwark.baseline=\"b.json\"";

    assertThat(command("gate").baseline(Path.of("r.jsonl"), Path.of("b.json")))
        .isEqualTo("mvn bulwark:baseline@gate" + properties);
    assertThat(command("default-cli").baseline(Path.of("r.jsonl"), Path.of("b.json")))
        .isEqualTo("mvn bulwark:baseline" + properties);
  }

  @Test
  void namesTheOnlyExecutionOfAGoal() {
    assertThat(command("gate", execution("only", "")).named("evaluate"))
        .isEqualTo("mvn bulwark:evaluate@only");
    assertThat(command("gate").named("safety-sft")).isEqualTo("mvn bulwark:safety-sft");
  }

  @Test
  void namesThePomOfAnotherFolderAndAPluginThatNoPomNames() {
    Path elsewhere = HERE.resolve("module");
    MavenProject project = new MavenProject();
    project.setFile(elsewhere.resolve("pom.xml").toFile());

    assertThat(new GoalCommand(project, running("default-cli"), Optional.empty()).named("evaluate"))
        .isEqualTo(
            "mvn -f \"%s\" dev.bulwark:bulwark-maven-plugin:1.2:evaluate",
            elsewhere.resolve("pom.xml"));
  }

  /** What an execution of {@code check} would print in this folder. */
  static GoalCommand command(String id, PluginExecution... executions) {
    return new GoalCommand(project(HERE, executions), running(id), Optional.empty());
  }

  private static MojoExecution running(String id) {
    Plugin plugin = new Plugin();
    plugin.setVersion("1.2");
    return new MojoExecution(plugin, "check", id);
  }

  private static MavenProject project(Path folder, PluginExecution... executions) {
    Plugin plugin = new Plugin();
    plugin.setGroupId("dev.bulwark");
    plugin.setArtifactId("bulwark-maven-plugin");
    List.of(executions).forEach(plugin::addExecution);
    MavenProject project = new MavenProject();
    project.setFile(folder.resolve("pom.xml").toFile());
    project.getBuild().setDirectory(folder.resolve("target").toString());
    project.getBuild().addPlugin(plugin);
    return project;
  }

  private static PluginExecution execution(String id, String results) {
    PluginExecution execution = new PluginExecution();
    execution.setId(id);
    execution.addGoal("evaluate");
    if (!results.isEmpty()) {
      Xpp3Dom element = new Xpp3Dom("results");
      element.setValue(results);
      Xpp3Dom configuration = new Xpp3Dom("configuration");
      configuration.addChild(element);
      execution.setConfiguration(configuration);
    }
    return execution;
  }
}
