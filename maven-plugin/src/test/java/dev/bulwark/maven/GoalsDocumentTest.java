package dev.bulwark.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.maven.reporting.AbstractMavenReport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Holds {@code docs/goals.md} against the plugin's descriptor: same goals, same parameters. */
class GoalsDocumentTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "goals.md");
  private static final Pattern ROW = Pattern.compile("\\| `(\\w+)` \\| (.*?) \\| (.*?) \\| .+ \\|");

  private static final Map<String, Map<String, List<String>>> DESCRIBED = new TreeMap<>();

  /** Goals by name, in each the parameters by name, of each the property and the default. */
  @BeforeAll
  static void readDescriptor() throws Exception {
    Element plugin;
    try (InputStream in =
        GoalsDocumentTest.class.getResourceAsStream("/META-INF/maven/plugin.xml")) {
      plugin =
          DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in).getDocumentElement();
    }
    for (Element mojo : children(child(plugin, "mojos"))) {
      if (!text(mojo, "goal").equals("help")) {
        DESCRIBED.put(text(mojo, "goal"), parameters(mojo));
      }
    }
  }

  @Test
  void listsTheParametersOfTheDescriptor() throws IOException {
    assertThat(documented()).isEqualTo(DESCRIBED);
  }

  @Test
  void knowsAllGoals() {
    assertThat(DESCRIBED.keySet())
        .containsExactly(
            "baseline",
            "calibrate",
            "check",
            "context-distillation",
            "diff",
            "dpo",
            "evaluate",
            "export-gguf",
            "ghost-attention",
            "grpo",
            "import-gguf",
            "ppo",
            "rejection-sampling",
            "report",
            "report-aggregate",
            "reward-model",
            "safety-sft");
  }

  /** Messages name this property, and no goal says it a second time. */
  @Test
  void everyGoalHasTheSwitchThatItsNameMakes() {
    DESCRIBED.forEach(
        (goal, parameters) ->
            assertThat(parameters.values())
                .as(goal)
                .contains(List.of("`" + BulwarkGoal.ownSwitch(goal) + "`", "`false`")));
    assertThat(BulwarkGoal.ownSwitch("rejection-sampling"))
        .isEqualTo("bulwark.rejectionSampling.skip");
  }

  @Test
  void namesPropertiesAfterTheirParameters() {
    DESCRIBED
        .values()
        .forEach(
            parameters ->
                parameters.forEach(
                    (name, row) ->
                        assertThat(row.get(0))
                            .as(name)
                            .matches("|`bulwark\\.(baseModel|\\w+\\.skip|" + name + ")`")));
  }

  private static Map<String, List<String>> parameters(Element mojo) {
    Map<String, List<String>> rows = new TreeMap<>();
    for (Element parameter : children(child(mojo, "parameters"))) {
      String name = text(parameter, "name");
      if (text(parameter, "editable").equals("true") && !ofEveryReport(mojo, name)) {
        assertThat(text(parameter, "since")).as(name).isEqualTo("0.1.0");
        rows.put(name, row(mojo, parameter, name));
      }
    }
    return rows;
  }

  /** Maven's reporting gives every report of a site some, under names of its own. */
  private static boolean ofEveryReport(Element mojo, String parameter) {
    return text(mojo, "goal").equals("report")
        && Arrays.stream(AbstractMavenReport.class.getDeclaredFields())
            .anyMatch(field -> field.getName().equals(parameter));
  }

  private static List<String> row(Element mojo, Element parameter, String name) {
    String property = "";
    String value = "";
    for (Element configured : children(child(mojo, "configuration"))) {
      if (configured.getTagName().equals(name)) {
        property = configured.getTextContent().replaceAll("[${}]", "");
        value = configured.getAttribute("default-value");
      }
    }
    boolean required = value.isEmpty() && text(parameter, "required").equals("true");
    return List.of(code(property), required ? "required" : code(value));
  }

  private static Map<String, Map<String, List<String>>> documented() throws IOException {
    Map<String, Map<String, List<String>>> goals = new TreeMap<>();
    String goal = "";
    for (String line : Files.readAllLines(DOCUMENT)) {
      if (line.startsWith("## ")) {
        goal = line.startsWith("## bulwark:") ? line.substring("## bulwark:".length()) : "";
      }
      Matcher row = ROW.matcher(line);
      if (!goal.isEmpty() && row.matches()) {
        goals
            .computeIfAbsent(goal, name -> new TreeMap<>())
            .put(row.group(1), List.of(row.group(2), row.group(3)));
      }
    }
    return goals;
  }

  private static String code(String text) {
    return text.isEmpty() ? "" : "`" + text + "`";
  }

  private static Element child(Element parent, String name) {
    return children(parent).stream()
        .filter(element -> element.getTagName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("No <" + name + "> in " + parent.getTagName()));
  }

  private static String text(Element parent, String name) {
    return children(parent).stream()
        .filter(element -> element.getTagName().equals(name))
        .map(Element::getTextContent)
        .findFirst()
        .orElse("");
  }

  private static List<Element> children(Element parent) {
    List<Element> elements = new ArrayList<>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element) {
        elements.add(element);
      }
    }
    return elements;
  }
}
