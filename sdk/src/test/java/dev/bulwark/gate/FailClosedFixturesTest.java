package dev.bulwark.gate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.data.BadInput;
import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.UnusableResults;
import dev.bulwark.fixtures.Fixtures;
import dev.bulwark.gate.neutral.CaseFiles;
import dev.bulwark.gate.neutral.NeutralProject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way in which a gate was seen to let something pass, as files, and some that must pass. */
@Tag("fixtures")
class FailClosedFixturesTest {
  @TempDir Path folder;

  static List<Arguments> cases() {
    List<Arguments> cases = new ArrayList<>();
    for (Path catalogue : Fixtures.files("statistics", "catalogue.json")) {
      for (JsonNode one : Fixtures.json(catalogue).path("cases")) {
        cases.add(Arguments.of(one.path("id").asText(), one, catalogue.getParent()));
      }
    }
    return cases;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void endsAsExpected(String id, JsonNode one, Path catalogue) throws IOException {
    JsonNode reproduce = one.path("reproduce");
    Verdict verdict = run(reproduce, catalogue.resolve(reproduce.path("base").asText()));
    JsonNode expected = one.path("expected");
    List<String> statuses = new ArrayList<>(List.of(expected.path("status").asText()));
    expected.path("alsoAcceptedStatus").forEach(status -> statuses.add(status.asText()));
    assertThat(verdict.status().name()).as(verdict.message()).isIn(statuses);
    // A status that is accepted besides the expected one may end the build otherwise.
    boolean main = verdict.status().name().equals(expected.path("status").asText());
    if (main && expected.path("buildMustFail").isBoolean()) {
      assertThat(verdict.status().letsGo())
          .as(verdict.message())
          .isEqualTo(!expected.path("buildMustFail").asBoolean());
    }
    assertThat(verdict.passed()).isEqualTo(verdict.status() == Status.PASS);
    messages(verdict, expected);
  }

  private static void messages(Verdict verdict, JsonNode expected) {
    String message = NeutralProject.neutral(verdict.message()).toLowerCase(Locale.ROOT);
    for (JsonNode name : expected.path("messageMustName")) {
      // That a goal's log calls it a warning is a test of the goal.
      if (!name.asText().equals("WARN")) {
        assertThat(Arrays.stream(name.asText().toLowerCase(Locale.ROOT).split("\\|")))
            .as("%s in %s", name, message)
            .anyMatch(message::contains);
      }
    }
    for (JsonNode name : expected.path("messageMustNotContain")) {
      assertThat(message).doesNotContain(name.asText().toLowerCase(Locale.ROOT));
    }
    assertThat(message.length()).isLessThan(4096);
  }

  private Verdict run(JsonNode reproduce, Path base) throws IOException {
    Path neutral = folder.resolve("neutral");
    new CaseFiles(base, neutral).make(reproduce.path("ops"));
    String command = reproduce.path("command").asText();
    if (command.contains(".skip=true")) {
      return Verdict.skipped("release", "The switch bulwark.skip is set.");
    }
    Path project = folder.resolve("project");
    ObjectNode tree = new NeutralProject(neutral, project).translate();
    JsonNode environment = reproduce.path("environment");
    Occasion occasion =
        Occasion.present()
            .at(Instant.parse(environment.path("clock").asText()))
            .of(environment.path("modelSha256").asText());
    Path results = project.resolve("candidate.jsonl");
    try {
      Gate gate = Gate.of("release", tree, "the rules of gate.json", project);
      return command.contains(":baseline")
          ? baseline(gate, results, project.resolve("baseline.json"))
          : gate.check(results, occasion);
    } catch (BadInput e) {
      return Verdict.broken("release", "CONFIG_INVALID", String.valueOf(e.getMessage()));
    }
  }

  /** A baseline that is refused is not written. */
  private static Verdict baseline(Gate gate, Path results, Path file) {
    try {
      gate.baseline(Evaluation.read(results), Optional.empty()).write(file);
      return Verdict.skipped("release", "A baseline was made.");
    } catch (BadInput | UnusableResults e) {
      assertThat(Files.exists(file)).isFalse();
      return Verdict.broken("release", "MDE_ABOVE_CAP", String.valueOf(e.getMessage()));
    }
  }
}
