package dev.bulwark.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.Type;

/** The values of a Parquet row as JSON: what is missing or null there is left out here. */
final class ParquetValues {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ParquetValues() {}

  static ObjectNode object(Group group) {
    ObjectNode object = NODES.objectNode();
    for (Type field : group.getType().getFields()) {
      if (field.isRepetition(Type.Repetition.REPEATED)) {
        object.set(field.getName(), repeated(group, field));
      } else if (group.getFieldRepetitionCount(field.getName()) > 0) {
        object.set(field.getName(), value(group, field, 0));
      }
    }
    return object;
  }

  private static ArrayNode repeated(Group group, Type field) {
    ArrayNode array = NODES.arrayNode();
    for (int i = 0; i < group.getFieldRepetitionCount(field.getName()); i++) {
      array.add(value(group, field, i));
    }
    return array;
  }

  private static JsonNode value(Group group, Type field, int index) {
    if (field.isPrimitive()) {
      return primitive(group, field, index);
    }
    Group inner = group.getGroup(field.getName(), index);
    return field.getLogicalTypeAnnotation()
            instanceof LogicalTypeAnnotation.ListLogicalTypeAnnotation
        ? list(inner)
        : object(inner);
  }

  /** A list is a group around a repeated one, around its element; old files lack the last. */
  private static ArrayNode list(Group list) {
    ArrayNode array = NODES.arrayNode();
    Type repeated = list.getType().getType(0);
    for (int i = 0; i < list.getFieldRepetitionCount(0); i++) {
      array.add(isWrapper(repeated) ? element(list.getGroup(0, i)) : value(list, repeated, i));
    }
    return array;
  }

  private static boolean isWrapper(Type repeated) {
    return !repeated.isPrimitive()
        && repeated.asGroupType().getFieldCount() == 1
        && !repeated.getName().equals("array")
        && !repeated.getName().endsWith("_tuple");
  }

  private static JsonNode element(Group wrapper) {
    return wrapper.getFieldRepetitionCount(0) == 0
        ? NODES.nullNode()
        : value(wrapper, wrapper.getType().getType(0), 0);
  }

  private static JsonNode primitive(Group group, Type field, int index) {
    String name = field.getName();
    return switch (field.asPrimitiveType().getPrimitiveTypeName()) {
      case BOOLEAN -> NODES.booleanNode(group.getBoolean(name, index));
      case INT32 -> NODES.numberNode(group.getInteger(name, index));
      case INT64 -> NODES.numberNode(group.getLong(name, index));
      case FLOAT -> NODES.numberNode(group.getFloat(name, index));
      case DOUBLE -> NODES.numberNode(group.getDouble(name, index));
      case BINARY -> NODES.textNode(group.getBinary(name, index).toStringUsingUTF8());
      default -> NODES.textNode(group.getValueToString(group.getType().getFieldIndex(name), index));
    };
  }
}
