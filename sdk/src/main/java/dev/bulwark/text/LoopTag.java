package dev.bulwark.text;

import com.hubspot.jinjava.interpret.Context;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.tag.ElseTag;
import com.hubspot.jinjava.lib.tag.ForTag;
import com.hubspot.jinjava.objects.collections.PyList;
import com.hubspot.jinjava.tree.Node;
import com.hubspot.jinjava.tree.TagNode;
import com.hubspot.jinjava.tree.parse.TagToken;
import com.hubspot.jinjava.util.ForLoop;
import com.hubspot.jinjava.util.ObjectIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The loop as Jinja has it: {@code for x in list if condition} takes the items that meet the
 * condition, and {@code else} stands for a loop over nothing. The engine's own loop reads the first
 * as a choice between two lists, and always shows the second.
 */
final class LoopTag extends ForTag {
  private static final long serialVersionUID = 1L;
  private static final Pattern LOOP_HEAD = Pattern.compile("(?s)(.+?)\\sin\\s(.+)");
  private static final String CONDITION = " if ";

  @Override
  public String interpret(TagNode node, JinjavaInterpreter interpreter) {
    Matcher loop = LOOP_HEAD.matcher(node.getHelpers());
    if (!loop.matches()) {
      return super.interpret(node, interpreter); // says what is wrong with it
    }
    List<String> names = List.of(loop.group(1).trim().split("\\s*,\\s*"));
    String expression = loop.group(2).trim();
    int at = conditionAt(expression);
    String list = at < 0 ? expression : expression.substring(0, at);
    Object items = interpreter.resolveELExpression(list, node.getLineNumber());
    List<Object> taken = new ArrayList<>();
    ForLoop all = ObjectIterator.getLoop(items);
    while (all.hasNext()) {
      Object item = all.next();
      if (at < 0
          || holds(
              expression.substring(at + CONDITION.length()),
              names,
              item,
              interpreter,
              node.getLineNumber())) {
        taken.add(item);
      }
    }
    return taken.isEmpty()
        ? rendered(part(node, true), interpreter)
        : renderForCollection(withChildren(node), interpreter, names, taken);
  }

  /** Where the condition begins, outside of quotes and brackets; -1 where there is none. */
  static int conditionAt(String expression) {
    int depth = 0;
    char quote = 0;
    for (int i = 0; i < expression.length(); i++) {
      char c = expression.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '\'' || c == '"') {
        quote = c;
      } else if ("([{".indexOf(c) >= 0) {
        depth++;
      } else if (")]}".indexOf(c) >= 0) {
        depth--;
      } else if (depth == 0 && expression.startsWith(CONDITION, i)) {
        return i;
      }
    }
    return -1;
  }

  @SuppressWarnings("try") // the scope is there to be left
  private static boolean holds(
      String condition,
      List<String> names,
      Object item,
      JinjavaInterpreter interpreter,
      int lineNumber) {
    try (JinjavaInterpreter.InterpreterScopeClosable scope = interpreter.enterScope()) {
      bind(interpreter.getContext(), names, interpreter.wrap(item));
      return Boolean.TRUE.equals(
          interpreter.resolveELExpression("(" + condition + ") ? true : false", lineNumber));
    }
  }

  private static void bind(Context context, List<String> names, Object item) {
    if (names.size() == 1) {
      context.put(names.get(0), item);
      return;
    }
    List<?> values = List.of();
    if (item instanceof Map.Entry<?, ?> entry) {
      values = List.of(entry.getKey(), entry.getValue());
    } else if (item instanceof PyList list) {
      values = list.toList();
    }
    for (int i = 0; i < Math.min(names.size(), values.size()); i++) {
      context.put(names.get(i), values.get(i));
    }
  }

  private static String rendered(List<Node> nodes, JinjavaInterpreter interpreter) {
    StringBuilder text = new StringBuilder();
    nodes.forEach(node -> text.append(node.render(interpreter)));
    return text.toString();
  }

  private TagNode withChildren(TagNode node) {
    TagNode body = new TagNode(this, (TagToken) node.getMaster(), node.getSymbols());
    body.getChildren().addAll(part(node, false));
    return body;
  }

  /** The nodes after the loop's {@code else}, or those before it. */
  private static List<Node> part(TagNode node, boolean after) {
    List<Node> part = new ArrayList<>();
    boolean passed = false;
    for (Node child : node.getChildren()) {
      if (child instanceof TagNode tag && tag.getTag() instanceof ElseTag) {
        passed = true;
      } else if (passed == after) {
        part.add(child);
      }
    }
    return part;
  }
}
