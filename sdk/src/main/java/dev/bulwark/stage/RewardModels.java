package dev.bulwark.stage;

import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.model.Compute;
import dev.bulwark.train.PiecewiseReward;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;

/**
 * Reward models in folders as a reward.
 *
 * @param members one alone, or a safety and a helpfulness model
 */
record RewardModels(List<Member> members) implements RewardSource {

  /** Copies the list, so that the value can't change. */
  RewardModels {
    members = List.copyOf(members);
  }

  /**
   * A reward model.
   *
   * @param stage that trains it in the chain
   * @param folder where it is; empty where the chain trains it
   */
  record Member(String stage, Optional<Path> folder) {
    static Member of(String stage) {
      return new Member(stage, Optional.empty());
    }

    static Member in(Path folder) {
      return new Member("", Optional.of(folder));
    }

    Path at(StageRun run) {
      return folder
          .or(() -> Optional.ofNullable(run.earlier().get(stage)))
          .orElseThrow(
              () -> new IllegalStateException("No stage of the chain was called " + stage));
    }
  }

  @Override
  public Set<String> needs() {
    return members.stream()
        .filter(member -> member.folder().isEmpty())
        .map(Member::stage)
        .collect(Collectors.toSet());
  }

  @Override
  public void check(RewardUse use) {
    for (int i = 0; i < members.size(); i++) {
      Optional<Path> folder = members.get(i).folder();
      if (folder.isPresent()) {
        RewardScorer.check(folder.get(), use.acceptsUncalibrated(), isSafety(i));
      }
    }
  }

  private boolean isSafety(int member) {
    return members.size() > 1 && member == 0;
  }

  @Override
  public Found find(StageRun run, RewardUse use) {
    return new InFolders(members.stream().map(member -> member.at(run)).toList(), use);
  }

  /**
   * Models that are there.
   *
   * @param folders of the models, the safety model's first
   */
  record InFolders(List<Path> folders, RewardUse use) implements Found {

    @Override
    public String hash() {
      String first = ModelFolder.hashOf(folders.get(0));
      return folders.size() == 1
          ? first
          : TwoModelReward.hash(first, ModelFolder.hashOf(folders.get(1)), combination());
    }

    PiecewiseReward combination() {
      return new PiecewiseReward(use.threshold());
    }

    /** What each model's scores count, the safety model's first. */
    List<DoubleUnaryOperator> scales() {
      List<ScoreMeaning> meanings =
          folders.stream()
              .map(folder -> new ScoreMeaning(folder, use.acceptsUncalibrated()))
              .toList();
      return folders.size() == 1
          ? List.of(meanings.get(0).standard())
          : List.of(meanings.get(0).probability()::logit, meanings.get(1).standard());
    }

    @Override
    public Reward open(Compute compute) {
      List<RewardScorer> open = new ArrayList<>();
      try {
        for (Path folder : folders) {
          open.add(RewardScorer.open(folder, compute, use.acceptsUncalibrated()));
        }
        return open.size() == 1
            ? Reward.of(open.get(0))
            : Reward.piecewise(open.get(0), open.get(1), combination());
      } catch (RuntimeException | Error e) {
        open.forEach(RewardScorer::close);
        throw e;
      }
    }
  }
}
