package dev.bulwark.stage;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Settings as somebody wrote them, to be laid over the defaults.
 *
 * @param tree names and values, nested as the settings record is
 * @param source what to call their source in an error, such as a file or {@code <settings>}
 * @param path where they stand in it, names joined by dots; empty for its top
 */
public record SettingsSection(JsonNode tree, String source, String path) {

  /** The place of the settings for errors. */
  String where() {
    return path.isEmpty() ? source : source + ": " + path;
  }

  /** A group of settings within these. */
  SettingsSection in(String group) {
    return new SettingsSection(
        tree.path(group), source, path.isEmpty() ? group : path + "." + group);
  }
}
