package dev.bulwark.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SiteLinkTest {
  private static String link(String site, String file) {
    return new SiteLink(Path.of(site).toAbsolutePath(), Path.of(file).toAbsolutePath())
        .address()
        .orElseThrow();
  }

  @Test
  void climbsFromTheSite() {
    assertThat(link("/m/target/site", "/m/target/bulwark/report.html"))
        .isEqualTo("./../bulwark/report.html");
  }

  @Test
  void encodesWhatAnAddressCantHold() {
    assertThat(link("/m/site", "/m/site/my \"report\"?#ä.html"))
        .isEqualTo("./my%20%22report%22%3F%23%C3%A4.html");
  }

  @Test
  void takesNoNameForAScheme() {
    assertThat(link("/m/site", "/m/site/javascript:x.html")).isEqualTo("./javascript:x.html");
  }
}
