package dev.bulwark.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DiffReportTest {
  private static final BeforeAfter BOTH = new HostileRuns(" <b>\n|").comparison();

  @Test
  void namesWhatChangedBothWays() {
    // 60 of the harmful prompts are violated after and 8 of the same before.
    assertThat(new DiffReport(BOTH).lines())
        .contains("Newly answered badly: 52", "  and 32 more", "No longer answered badly: none")
        .allMatch(line -> line.lines().count() <= 1);
    BeforeAfter back = new BeforeAfter(BOTH.after(), BOTH.before());
    assertThat(new DiffReport(back).lines())
        .contains("Newly answered badly: none", "No longer answered badly: 52");
  }

  @Test
  void theFileHoldsAllNamesAndNoMarkupOfTheirs() {
    String markdown = new DiffReport(BOTH).markdown();
    assertThat(markdown.lines().filter(line -> line.startsWith("- ")).count()).isEqualTo(52);
    assertThat(markdown)
        .contains("- p10 &#60;b&#62;&#91;U+000A&#93;&#124;, violation\n")
        .doesNotContain("<b>", "Made-up question");
  }
}
