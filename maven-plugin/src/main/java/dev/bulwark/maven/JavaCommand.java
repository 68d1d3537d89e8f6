package dev.bulwark.maven;

import dev.bulwark.cli.JobMain;
import dev.bulwark.data.WholeFile;
import java.io.File;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How to start the JVM that works on a job.
 *
 * @param classPath the SDK with all it needs, natives included
 * @param arguments options for the JVM, after those that are always given
 */
record JavaCommand(List<Path> classPath, List<String> arguments) {

  /**
   * Never asks the network: what is needed was resolved by Maven. The heap may grow as ever, but
   * starts small and is collected early: little in it lives long, and the memory is the tensors'.
   */
  private static final List<String> ALWAYS =
      List.of(
          "-Dai.djl.offline=true",
          "-Dfile.encoding=UTF-8",
          "-Djava.awt.headless=true",
          "-XX:InitialRAMPercentage=0.25",
          "-XX:MaxNewSize=32m",
          "-Dorg.slf4j.simpleLogger.showDateTime=true");

  /** The collector that takes least for itself; a JVM that is told of two does not start. */
  private static final String COLLECTOR = "-XX:+UseSerialGC";

  /** One that is named, or a file that may name one. */
  private static final Pattern NAMES_ONE =
      Pattern.compile("-XX:(\\+Use\\w+GC\\b|VMOptionsFile=|Flags=)");

  /** Where a JVM looks for options besides its command line. */
  private static final List<String> VARIABLES =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  JavaCommand {
    classPath = List.copyOf(classPath);
    arguments = List.copyOf(arguments);
  }

  /**
   * The command line for a job. Everything stands in an argument file beside the job: a class path
   * can be longer than a command line may be, and a person can run the same again from it.
   */
  List<String> line(Path job) {
    return line(job, System.getenv());
  }

  List<String> line(Path job, Map<String, String> environment) {
    Path file = job.resolveSibling(job.getFileName().toString().replace(".json", ".args"));
    List<String> words = new ArrayList<>(ALWAYS);
    Stream<String> elsewhere = VARIABLES.stream().map(name -> environment.getOrDefault(name, ""));
    if (Stream.concat(arguments.stream(), elsewhere).noneMatch(NAMES_ONE.asPredicate())) {
      words.add(COLLECTOR);
    }
    words.addAll(arguments);
    words.add("-cp");
    words.add(
        classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    words.add(JobMain.class.getName());
    words.add(job.toString());
    String text =
        words.stream().map(JavaCommand::quoted).collect(Collectors.joining("\n", "", "\n"));
    // The launcher reads argument files in the platform's own encoding.
    byte[] bytes = text.getBytes(Charset.forName(System.getProperty("native.encoding", "UTF-8")));
    WholeFile.write(file, out -> out.write(bytes));
    return List.of(java().toString(), "@" + file);
  }

  private static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  private static String quoted(String word) {
    return '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
