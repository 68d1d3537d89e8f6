package dev.bulwark.maven;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * A link from a page of the site to a file outside of it.
 *
 * @param site the folder of the page, absolute
 * @param file the file, absolute
 */
record SiteLink(Path site, Path file) {

  /**
   * The address from the page; empty where the file is on another drive, which no address spans.
   */
  Optional<String> address() {
    if (!Objects.equals(site.getRoot(), file.getRoot())) {
      return Optional.empty();
    }
    // The first step keeps a colon in a name from being read as a scheme.
    StringJoiner address = new StringJoiner("/", "./", "");
    site.relativize(file).forEach(step -> address.add(encoded(step.toString())));
    return Optional.of(address.toString());
  }

  private static String encoded(String step) {
    try {
      // The slash makes it a path, in which a colon may stand.
      return new URI(null, null, "/" + step, null).toASCIIString().substring(1);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("A path without a scheme is an address", e);
    }
  }
}
