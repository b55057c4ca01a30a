package io.kymaros.k8s.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.kymaros.k8s.api.NearestName;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * How one kind of value is read from a document and written to it.
 *
 * @param <T> the value
 */
interface Form<T> {
    /** Text. Numbers and truth values are not taken for text: quotes make them so. */
    Form<String> TEXT = of(
            (node, at) -> {
                if (!node.isTextual()) {
                    throw at.refuse(shown(node) + " where text is expected; put it in quotes if it is meant as text");
                }
                return node.textValue();
            },
            TextNode::valueOf);

    /** {@code true} or {@code false}. */
    Form<Boolean> TRUTH = of(
            (node, at) -> {
                if (!node.isBoolean()) {
                    throw at.refuse(shown(node) + " where true or false is expected");
                }
                return node.booleanValue();
            },
            BooleanNode::valueOf);

    /** A whole number of at most 32 bits. */
    Form<Integer> COUNT = of(
            (node, at) -> {
                if (!node.isIntegralNumber() || !node.canConvertToInt()) {
                    throw at.refuse(shown(node) + " where a whole number up to " + Integer.MAX_VALUE + " is expected");
                }
                return node.intValue();
            },
            IntNode::valueOf);

    /** A whole number of at most 64 bits. */
    Form<Long> LONG_COUNT = of(
            (node, at) -> {
                if (!node.isIntegralNumber() || !node.canConvertToLong()) {
                    throw at.refuse(shown(node) + " where a whole number up to " + Long.MAX_VALUE + " is expected");
                }
                return node.longValue();
            },
            LongNode::valueOf);

    /** A time in RFC 3339, in UTC. */
    Form<Instant> TIME = of(
            (node, at) -> {
                try {
                    return Instant.parse(TEXT.read(node, at));
                } catch (DateTimeException e) {
                    throw at.refuse(shown(node) + " is no time such as 2024-01-15T03:00:00Z");
                }
            },
            time -> TextNode.valueOf(time.toString()));

    /** Reads a value; refuses what is none, and says where. */
    T read(JsonNode node, Place at);

    /** Writes a value. */
    JsonNode write(T value);

    /** A constant, by its text in reports. */
    static <E extends Enum<E>> Form<E> constant(Class<E> type) {
        E[] constants = type.getEnumConstants();
        List<String> names = Arrays.stream(constants).map(String::valueOf).toList();
        return of(
                (node, at) -> {
                    String text = TEXT.read(node, at);
                    int index = names.indexOf(text);
                    if (index < 0) {
                        throw at.refuse(shown(node) + " is not one of " + String.join(", ", names)
                                + NearestName.of(text, names)
                                        .map(near -> "; did you mean " + near + "?")
                                        .orElse(""));
                    }
                    return constants[index];
                },
                constant -> TextNode.valueOf(constant.toString()));
    }

    /** A list of values. */
    static <V> Form<List<V>> list(Form<V> entries) {
        return of(
                (node, at) -> {
                    if (!node.isArray()) {
                        throw at.refuse(shown(node) + " where a list is expected");
                    }
                    List<V> values = new ArrayList<>(node.size());
                    for (JsonNode entry : node) {
                        values.add(entries.read(entry, at.entry(values.size())));
                    }
                    return values;
                },
                values -> {
                    ArrayNode list = JsonNodeFactory.instance.arrayNode(values.size());
                    values.forEach(value -> list.add(entries.write(value)));
                    return list;
                });
    }

    /** Values by a constant's text, written in the order of the constants. */
    static <K extends Enum<K>, V> Form<Map<K, V>> by(Class<K> type, Form<V> values) {
        Form<K> keys = constant(type);
        return of(
                (node, at) -> {
                    if (!node.isObject()) {
                        throw at.refuse(shown(node) + " where an object is expected");
                    }
                    Map<K, V> map = new EnumMap<>(type);
                    node.properties()
                            .forEach(entry -> map.put(
                                    keys.read(TextNode.valueOf(entry.getKey()), at),
                                    values.read(entry.getValue(), at.field(entry.getKey()))));
                    return map;
                },
                map -> {
                    ObjectNode object = JsonNodeFactory.instance.objectNode();
                    for (K key : type.getEnumConstants()) {
                        V value = map.get(key);
                        if (value != null) {
                            object.set(key.toString(), values.write(value));
                        }
                    }
                    return object;
                });
    }

    /** Puts reading and writing together. */
    static <T> Form<T> of(BiFunction<JsonNode, Place, T> read, Function<T, JsonNode> write) {
        return new Form<>() {
            @Override
            public T read(JsonNode node, Place at) {
                return read.apply(node, at);
            }

            @Override
            public JsonNode write(T value) {
                return write.apply(value);
            }
        };
    }

    /** What stands in a document instead of what was expected. */
    static String shown(JsonNode node) {
        if (node.isContainerNode()) {
            return node.isArray() ? "a list" : "an object";
        }
        String text = node.asText();
        String start = text.length() > 60 ? text.substring(0, 60) + "..." : text;
        return node.isTextual() ? "\"" + start + "\"" : start;
    }
}
