package dev.bulwark.text;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.tag.Tag;
import com.hubspot.jinjava.tree.Node;
import com.hubspot.jinjava.tree.TagNode;

/**
 * {@code generation} … {@code endgeneration}, with which the Hugging Face library marks what the
 * assistant wrote. It changes no text; what is learned is found without it.
 */
final class GenerationTag implements Tag {
  private static final long serialVersionUID = 1L;

  @Override
  public String getName() {
    return "generation";
  }

  @Override
  public String interpret(TagNode node, JinjavaInterpreter interpreter) {
    StringBuilder text = new StringBuilder();
    for (Node child : node.getChildren()) {
      text.append(child.render(interpreter));
    }
    return text.toString();
  }
}
