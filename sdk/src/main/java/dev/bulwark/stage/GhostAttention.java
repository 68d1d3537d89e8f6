package dev.bulwark.stage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.Conversations;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Ghost attention (paper §3.3): teaches that a system instruction holds over a whole dialogue.
 *
 * <p>Each dialogue gets an instruction. The model so far answers with it in front of everything
 * that the user says; learned is the last answer alone, to a dialogue in which the instruction
 * stands in front only. Conversations in which the user speaks once teach nothing about later turns
 * and are left out. The result is a model folder; {@code samples} in it holds what was learned,
 * which {@link SafetySFT} can mix with other data, and a {@link GhostReport}.
 */
public final class GhostAttention implements Stage {
  private final Conversations dialogues;
  private final Optional<Conversations> beside;
  private final GhostAttentionSettings settings;

  private GhostAttention(
      Conversations dialogues, Optional<Conversations> beside, GhostAttentionSettings settings) {
    this.dialogues = dialogues;
    this.beside = beside;
    this.settings = settings;
  }

  /**
   * Ghost attention on dialogues, whose questions are asked anew; with the default settings. A
   * share of them is honoured, a weight is not.
   */
  public static GhostAttention on(Conversations dialogues) {
    return new GhostAttention(dialogues, Optional.empty(), GhostAttentionSettings.defaults());
  }

  /**
   * With conversations that are learned from, too, as they are, so that the model keeps what it can
   * do.
   *
   * @throws IllegalArgumentException if they have weights: what is drawn has none
   */
  public GhostAttention beside(Conversations other) {
    Conversations.mixed(Conversations.in(Path.of(SampledConversations.FILE)), other);
    return new GhostAttention(dialogues, Optional.of(other), settings);
  }

  /** With changed settings. */
  public GhostAttention with(UnaryOperator<GhostAttentionSettings> change) {
    return new GhostAttention(dialogues, beside, change.apply(settings));
  }

  /**
   * With settings from a file, a pom or a job, laid over the present ones.
   *
   * @param where what to call the tree's place in an error
   * @throws BadInput for an unknown name or a value out of range
   */
  public GhostAttention settings(JsonNode tree, String where) {
    return settings(new SettingsSection(tree, where, ""));
  }

  /**
   * With settings that somebody wrote, laid over the present ones: {@code
   * SettingsFile.in(path).section("ghost-attention")}.
   *
   * @throws BadInput for an unknown name or a value out of range
   */
  public GhostAttention settings(SettingsSection given) {
    return new GhostAttention(dialogues, beside, Settings.overlay(settings, given));
  }

  @Override
  public String name() {
    return "ghost-attention";
  }

  @Override
  public Prepared prepare(ModelFolder model) {
    if (settings.instructions().place() == Instructions.Place.SYSTEM) {
      GhostReading.checkSystem(model);
    }
    GhostReading read = GhostReading.of(dialogues);
    beside.ifPresent(
        other -> SftReading.of(name(), model, other, SampledConversations.PLAN).close());
    return run -> {
      new GhostWork(run, name(), settings, read, beside).learn();
      return ModelFolder.open(run.output());
    };
  }
}
