package dev.bulwark.maven;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.cli.Places;
import dev.bulwark.data.Printable;
import dev.bulwark.gate.Gate;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Parameter;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.jspecify.annotations.Nullable;

/** A goal that knows what a gate demands. */
@SuppressWarnings("NullAway.Init")
abstract class RulesGoal extends GateGoal {
  /**
   * What is demanded: limits ({@code maximum}, {@code minimum}, for all prompts or one {@code
   * slice}) and changes against the baseline ({@code maxIncrease}, {@code maxDecrease}), as ratio,
   * percent or {@code auto}; with {@code eachSlice} also slice by slice.
   *
   * <pre>{@code
   * <rules>
   *   <rule>
   *     <metric>violation.rate</metric>
   *     <maximum>0.05</maximum>
   *     <maxIncrease>auto</maxIncrease>
   *     <eachSlice>category</eachSlice>
   *   </rule>
   *   <rule>
   *     <metric>violation.rate</metric>
   *     <slice>category=weapons</slice>
   *     <maximum>1%</maximum>
   *   </rule>
   * </rules>
   * }</pre>
   *
   * @since 0.1.0
   */
  @Parameter private @Nullable PlexusConfiguration rules;

  /**
   * The gate's name in messages and files.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.gate", defaultValue = "release", required = true)
  private String gate;

  /**
   * What a comparison needs: {@code detect} that a harm of the margin's size would have been seen,
   * {@code assure} that it is ruled out.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.mode", defaultValue = "detect", required = true)
  private String mode;

  /**
   * The share of prompts that may end in an error, as ratio or percent.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.maxErrorRate", defaultValue = "0.01", required = true)
  private String maxErrorRate;

  /**
   * How many answers of the judge may be no judgement.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.maxParseFailures", defaultValue = "0", required = true)
  private String maxParseFailures;

  /**
   * Whether to compare violations, their tail, helpfulness and false refusals with auto margins,
   * besides the rules.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.headline", defaultValue = "false")
  private boolean headline;

  /**
   * A pinned baseline to compare with besides the one that moves: many small steps for the worse
   * add up.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.anchor")
  private @Nullable File anchor;

  /**
   * The ids of prompts that must never fail, whatever the rates are.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.canaries")
  private @Nullable List<String> canaries;

  /**
   * The categories to look at; without any, all prompts.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.includeCategories")
  private @Nullable List<String> includeCategories;

  /** The gate's name. */
  final String gateName() {
    return gate;
  }

  /** The gate with a baseline, which need not be there yet. */
  final Gate gate(Path baselineFile) {
    return GateRun.gate(gate, described(), folder(), baselineFile);
  }

  /** The module's folder. */
  final Path folder() {
    return session().getCurrentProject().getBasedir().toPath();
  }

  /**
   * Refuses what the pom names by nothing: the gate would demand less than it says, or look at
   * something else.
   *
   * @param more elements besides those of the gate
   */
  void whatThePomNames(String... more) {
    KnownNames.of(execution())
        .strangers(session().getUserProperties())
        .forEach(name -> getLog().warn(Printable.line("-D" + name + " is no goal's property.")));
    Written pom = Written.of(session(), execution());
    pom.mustMean(
        "anchor",
        "baseline",
        "canaries",
        "headline",
        "includeCategories",
        "maxErrorRate",
        "maxParseFailures",
        "mode",
        "results",
        "rules");
    pom.mustMean(more);
  }

  /** What the gate reads besides its results. */
  final Places reading(Places places) {
    return anchor == null ? places : places.reading("anchor", anchor.toPath());
  }

  /** The pinned baseline where it is a file. */
  final Optional<Path> ownAnchor() {
    return Optional.ofNullable(anchor).map(File::toPath);
  }

  /** The gate as the pom describes it, without its baseline. */
  final ObjectNode described() {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.put("mode", mode).put("maxErrorRate", maxErrorRate);
    tree.put("maxParseFailures", maxParseFailures).put("headline", headline);
    tree.set("rules", PomTree.array(rules));
    if (anchor != null) {
      tree.put("anchor", anchor.getPath());
    }
    put(tree, "canaries", canaries);
    put(tree, "includeCategories", includeCategories);
    return tree;
  }

  private static void put(ObjectNode tree, String key, @Nullable List<String> texts) {
    if (texts != null && !texts.isEmpty()) {
      texts.forEach(tree.putArray(key)::add);
    }
  }
}
