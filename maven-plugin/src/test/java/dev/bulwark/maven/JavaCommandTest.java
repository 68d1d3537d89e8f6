package dev.bulwark.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaCommandTest {
  @TempDir Path folder;

  @Test
  void writesAnArgumentFileThatTheLauncherReads() throws IOException {
    Path job = folder.resolve("my job.json");
    List<String> line =
        new JavaCommand(
                List.of(Path.of("a b.jar"), Path.of("c.jar")), List.of("-Xmx1g", "-Da=\"\\"))
            .line(job);

    assertThat(line).hasSize(2);
    assertThat(line.get(1)).isEqualTo("@" + folder.resolve("my job.args"));
    assertThat(Files.readAllLines(folder.resolve("my job.args")))
        .contains(
            "\"-Dai.djl.offline=true\"",
            "\"-XX:MaxNewSize=32m\"",
            "\"-XX:+UseSerialGC\"",
            "\"-Xmx1g\"",
            "\"-Da=\\\"\\\\\"",
            "\"a b.jar" + File.pathSeparator + "c.jar\"",
            "\"dev.bulwark.cli.JobMain\"");
  }

  @Test
  void leavesTheCollectorToWhoNamesOne() throws IOException {
    Path job = folder.resolve("job.json");
    new JavaCommand(List.of(Path.of("a.jar")), List.of("-XX:+UseParallelGC")).line(job);
    assertThat(Files.readAllLines(folder.resolve("job.args")))
        .contains("\"-XX:+UseParallelGC\"")
        .doesNotContain("\"-XX:+UseSerialGC\"");

    new JavaCommand(List.of(Path.of("a.jar")), List.of("-XX:-UseG1GC")).line(job);
    assertThat(Files.readAllLines(folder.resolve("job.args"))).contains("\"-XX:+UseSerialGC\"");
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
