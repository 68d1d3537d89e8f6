package dev.bulwark.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.reporting.AbstractMavenReport;
import org.apache.maven.reporting.MavenReportException;

/**
 * Shows the verdict of {@code check} in the Maven site. It decides nothing and runs no {@code
 * check}: {@code mvn verify site} does both. Where there is no verdict, or one that contradicts
 * itself, the page says so.
 *
 * @since 0.1.0
 */
@Mojo(name = "report", defaultPhase = LifecyclePhase.SITE, threadSafe = true)
@SuppressWarnings("NullAway.Init")
public class ReportMojo extends AbstractMavenReport {
  /** As the site's pages are called: a file name without its ending. */
  private static final String PAGE = "bulwark";

  private static final String COPY = "bulwark-report.html";

  /**
   * Skips all goals of this plugin; the site then lacks the page.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.skip", defaultValue = "false")
  private boolean skip;

  /**
   * Skips this goal; the site then lacks the page.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.report.skip", defaultValue = "false")
  private boolean skipReport;

  /**
   * The verdict to show, as {@code check} wrote it.
   *
   * @since 0.1.0
   */
  @Parameter(
      property = "bulwark.verdict",
      defaultValue = "${project.build.directory}/bulwark/verdict.json",
      required = true)
  private File verdict;

  /**
   * The page that {@code check} wrote, to link to where it is there.
   *
   * @since 0.1.0
   */
  @Parameter(
      property = "bulwark.report",
      defaultValue = "${project.build.directory}/bulwark/report.html",
      required = true)
  private File report;

  /**
   * Whether a copy of that page goes into the site, so that the link holds where the site is
   * published. It shows prompts and answers where {@code evaluate} kept their words.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.copyReport", defaultValue = "false")
  private boolean copyReport;

  // Deprecated for getOutputPath, but still asked for.
  @Override
  @SuppressWarnings("deprecation")
  public String getOutputName() {
    return PAGE;
  }

  @Override
  public String getOutputPath() {
    return PAGE;
  }

  @Override
  public String getName(Locale locale) {
    return "Safety Gate";
  }

  @Override
  public String getDescription(Locale locale) {
    return "What the safety gate decided about the model, and on what evidence.";
  }

  /** Also without a verdict: a page that is missing looks like no harm. */
  @Override
  public boolean canGenerateReport() {
    return !skip && !skipReport;
  }

  @Override
  protected void executeReport(Locale locale) throws MavenReportException {
    SiteVerdict shown = SiteVerdict.read(verdict, getProject().getBasedir().toPath());
    // A page beside a verdict that can't be relied on is no better than that.
    Optional<String> address = shown.verdict().isPresent() ? address() : Optional.empty();
    new VerdictPage(getSink()).render(shown, address);
  }

  private Optional<String> address() throws MavenReportException {
    Path whole = report.toPath().toAbsolutePath().normalize();
    if (!Files.isRegularFile(whole)) {
      return Optional.empty();
    }
    Path site = getReportOutputDirectory().toPath().toAbsolutePath().normalize();
    return copyReport ? Optional.of(copied(whole, site)) : new SiteLink(site, whole).address();
  }

  private static String copied(Path whole, Path site) throws MavenReportException {
    Path copy = site.resolve(COPY);
    try {
      Files.createDirectories(site);
      Files.copy(whole, copy, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new MavenReportException(
          "The report can't be copied into the site ("
              + copy
              + "): "
              + e.getMessage()
              + ". Make the site's folder writable, or leave out <copyReport>.",
          e);
    }
    return COPY;
  }
}
