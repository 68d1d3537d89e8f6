package dev.bulwark.gate;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bulwark.data.BadInput;
import dev.bulwark.evaluate.Fields;
import dev.bulwark.evaluate.RunHeader;
import dev.bulwark.evaluate.Slice;
import dev.bulwark.evaluate.UnusableResults;
import dev.bulwark.gate.GateSettings.Mode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Reads what {@link VerdictJson} writes, and nothing that merely looks like it. A verdict that says
 * something else than its status is none: a report must never show a pass that nobody decided.
 *
 * @param file the file
 */
record VerdictFields(Path file) {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  WrittenVerdict read() {
    try {
      Fields fields = new Fields(JSON.readTree(Files.readString(file)), "its JSON");
      return new WrittenVerdict(verdict(fields), fields);
    } catch (UnusableResults e) {
      throw broken(clause(e));
    } catch (IllegalArgumentException e) {
      throw broken(String.valueOf(e.getMessage()));
    } catch (JacksonException | CharacterCodingException e) {
      throw broken("it is no JSON");
    } catch (NoSuchFileException e) {
      throw BadInput.in(file, "There is no verdict to read", "Run mvn bulwark:check first");
    } catch (IOException e) {
      throw BadInput.in(file, "The verdict can't be read: " + e.getMessage(), "Make it readable");
    }
  }

  private Verdict verdict(Fields fields) {
    if (!fields.object().isObject() || fields.count("schemaVersion") != VerdictJson.SCHEMA) {
      throw broken("the schema version is not " + VerdictJson.SCHEMA);
    }
    List<Finding> findings =
        fields.objects("findings").stream().map(VerdictFields::finding).toList();
    Status status = named(Status.values(), Status::name, fields, "status");
    if (status != Status.worst(findings.stream().map(Finding::status).toList())) {
      throw broken("the status " + status + " is not that of its findings");
    }
    Fields counts = fields.in("counts");
    Verdict verdict =
        new Verdict(
            fields.text("gate"),
            status,
            findings,
            settings(fields.in("settings")),
            fields.object().has("run") ? Optional.of(header(fields.in("run"))) : Optional.empty(),
            fields.objects("baselines").stream().map(VerdictFields::header).toList(),
            new Verdict.Counts(
                counts.count("attempted"), counts.count("assessed"), counts.count("errored")));
    if (fields.flag("passed") != verdict.passed()) {
      throw broken("'passed' is " + fields.at("passed") + ", but the status " + status);
    }
    unfounded(verdict)
        .ifPresent(
            why -> {
              throw broken(why);
            });
    return verdict;
  }

  /** Why what passes can't. */
  private static Optional<String> unfounded(Verdict verdict) {
    List<PassedFinding> passed =
        verdict.findings().stream()
            .filter(finding -> finding.status() == Status.PASS)
            .map(finding -> new PassedFinding(finding, verdict.settings()))
            .toList();
    Optional<String> defect =
        passed.stream().map(PassedFinding::defect).flatMap(Optional::stream).findFirst();
    if (!verdict.passed() || defect.isPresent()) {
      return defect;
    }
    Verdict.Counts counts = verdict.counts();
    if (verdict.run().isEmpty() || counts.assessed() == 0) {
      return Optional.of("it passes, but nothing was assessed");
    }
    RunHeader run = verdict.run().get();
    if (!run.completed()) {
      return Optional.of("it passes, but the run did not reach its end");
    }
    if (counts.attempted() != run.attempted()
        || (long) counts.assessed() + counts.errored() != counts.attempted()) {
      return Optional.of(
          "it passes, but of %d prompts of the run it counts %d, with %d assessed and %d errors"
              .formatted(run.attempted(), counts.attempted(), counts.assessed(), counts.errored()));
    }
    return passed.stream().anyMatch(PassedFinding::isEvidence)
        ? Optional.empty()
        : Optional.of("it passes, but no rule was met");
  }

  private static RunHeader header(Fields fields) {
    return RunHeader.of(fields.object(), fields.where());
  }

  private static Finding finding(Fields fields) {
    Fields figures = fields.in("numbers");
    Map<String, Double> numbers = new TreeMap<>();
    figures.object().fieldNames().forEachRemaining(name -> numbers.put(name, figures.figure(name)));
    return new Finding(
        new Subject(fields.text("rule"), fields.text("metric"), slice(fields), against(fields)),
        named(Status.values(), Status::name, fields, "status"),
        fields.text("code"),
        fields.text("message"),
        numbers,
        fields.labelOrAbsent("method").orElse(""));
  }

  private static Optional<Slice> slice(Fields fields) {
    return fields
        .labelOrAbsent("slice")
        .map(
            text ->
                Slice.of(text)
                    .orElseThrow(() -> fields.wrongType("slice", "a slice like category=x")));
  }

  private static Optional<String> against(Fields fields) {
    Optional<String> against = fields.labelOrAbsent("against");
    if (!against.map(List.of(Reference.BASELINE, Reference.ANCHOR)::contains).orElse(true)) {
      throw fields.wrongType("against", "baseline or anchor");
    }
    return against;
  }

  private static GateSettings settings(Fields fields) {
    return new GateSettings(
        named(Mode.values(), mode -> mode.name().toLowerCase(Locale.ROOT), fields, "mode"),
        fields.figure("alpha"),
        fields.figure("power"),
        fields.figure("maxErrorRate"),
        fields.count("maxParseFailures"));
  }

  private static <E> E named(E[] all, Function<E, String> spelling, Fields fields, String field) {
    String name = fields.text(field);
    return Arrays.stream(all)
        .filter(one -> spelling.apply(one).equals(name))
        .findFirst()
        .orElseThrow(
            () -> fields.wrongType(field, "one of " + Arrays.stream(all).map(spelling).toList()));
  }

  /** What is wrong, within a sentence. */
  private static String clause(UnusableResults reason) {
    String sentence = String.valueOf(reason.getMessage());
    return sentence.replaceFirst("^In", "in").replaceFirst("\\.$", "");
  }

  private BadInput broken(String why) {
    return BadInput.in(file, "This is no verdict: " + why, "Run mvn bulwark:check again");
  }
}
