package dev.bulwark.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JavaCommandTest {
  private static final String SERIAL = "\"-XX:+UseSerialGC\"";

  @TempDir Path folder;

  @Test
  void writesAnArgumentFileThatTheLauncherReads() throws IOException {
    Path job = folder.resolve("my job.json");
    List<String> line =
        new JavaCommand(
                List.of(Path.of("a b.jar"), Path.of("c.jar")), List.of("-Xmx1g", "-Da=\"\\"))
            .line(job, Map.of());

    assertThat(line).hasSize(2);
    assertThat(line.get(1)).isEqualTo("@" + folder.resolve("my job.args"));
    assertThat(Files.readAllLines(folder.resolve("my job.args")))
        .contains(
            "\"-Dai.djl.offline=true\"",
            "\"-XX:MaxNewSize=32m\"",
            SERIAL,
            "\"-Xmx1g\"",
            "\"-Da=\\\"\\\\\"",
            "\"a b.jar" + File.pathSeparator + "c.jar\"",
            "\"dev.bulwark.cli.JobMain\"");
  }

  /** A JVM that is told of two collectors does not start. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "-XX:+UseParallelGC",
        "-XX:+UseZGC",
        "-XX:+UnlockExperimentalVMOptions -XX:+UseEpsilonGC",
        "-XX:VMOptionsFile=options",
        "-XX:Flags=flags"
      })
  void leavesTheCollectorToWhoNamesOne(String options) throws IOException {
    List<String> words = List.of(options.split(" ", -1));
    assertThat(lines(words, Map.of())).doesNotContain(SERIAL);
    for (String name : List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")) {
      assertThat(lines(List.of(), Map.of(name, "-Da=b " + options))).doesNotContain(SERIAL);
    }
  }

  @Test
  void choosesTheCollectorWhereNobodyDoes() throws IOException {
    assertThat(lines(List.of("-XX:-UseG1GC", "-Xmx1g"), Map.of("JAVA_TOOL_OPTIONS", "-Da=b")))
        .contains(SERIAL);
  }

  private List<String> lines(List<String> arguments, Map<String, String> environment)
      throws IOException {
    new JavaCommand(List.of(Path.of("a.jar")), arguments)
        .line(folder.resolve("job.json"), environment);
    return Files.readAllLines(folder.resolve("job.args"));
  }

  @Test
  void startsTheMainThatAnswersInEvents() throws Exception {
    Path job = folder.resolve("job.json");
    List<Path> classPath =
        List.of(System.getProperty("java.class.path").split(File.pathSeparator, -1)).stream()
            .map(Path::of)
            .toList();
    Process process =
        new ProcessBuilder(new JavaCommand(classPath, List.of()).line(job))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();

    assertThat(process.inputReader().readLine())
        .contains("\"event\":\"bad-input\"", "There is no such job file", job.toString());
    assertThat(process.waitFor()).isEqualTo(2);
  }
}
