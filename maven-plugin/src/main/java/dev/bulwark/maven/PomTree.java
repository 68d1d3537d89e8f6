package dev.bulwark.maven;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.data.BadInput;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * An element of the pom as a tree of names and values, which the SDK lays over its defaults and
 * whose names it checks. {@code <items><item>a</item></items>} is a list.
 */
final class PomTree {
  private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]{0,17})");
  private static final Pattern DECIMAL =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]{1,3})?");

  private PomTree() {}

  /**
   * The children of an element by name; none where the element is missing.
   *
   * @throws BadInput for a name that stands twice
   */
  static ObjectNode object(@Nullable PlexusConfiguration element) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    if (element != null) {
      for (PlexusConfiguration child : element.getChildren()) {
        if (object.has(child.getName())) {
          throw new BadInput(
              "<%s> stands twice in <%s>".formatted(child.getName(), element.getName()),
              "<" + element.getName() + "> in the pom",
              "Keep the one that is meant");
        }
        object.set(child.getName(), node(child));
      }
    }
    return object;
  }

  /** The children of an element in their order; none where the element is missing. */
  static ArrayNode array(@Nullable PlexusConfiguration element) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    if (element != null) {
      for (PlexusConfiguration child : element.getChildren()) {
        array.add(node(child));
      }
    }
    return array;
  }

  private static JsonNode node(PlexusConfiguration element) {
    if (element.getChildCount() == 0) {
      return scalar(element.getValue(""));
    }
    return isList(element) ? array(element) : object(element);
  }

  private static boolean isList(PlexusConfiguration element) {
    List<String> names =
        Arrays.stream(element.getChildren()).map(PlexusConfiguration::getName).distinct().toList();
    return names.size() == 1 && element.getName().equals(names.get(0) + "s");
  }

  private static JsonNode scalar(String text) {
    String value = text.strip();
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    if (value.equals("true") || value.equals("false")) {
      return nodes.booleanNode(Boolean.parseBoolean(value));
    }
    if (WHOLE.matcher(value).matches()) {
      return nodes.numberNode(Long.parseLong(value));
    }
    return DECIMAL.matcher(value).matches()
        ? nodes.numberNode(Double.parseDouble(value))
        : nodes.textNode(value);
  }
}
