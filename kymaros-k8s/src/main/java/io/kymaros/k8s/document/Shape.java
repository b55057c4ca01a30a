package io.kymaros.k8s.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kymaros.k8s.api.NearestName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * An object with named fields, in the order in which they are written. It is the one place that says how each is read and
 * written, which names are known, and what is left out because it goes without saying.
 *
 * @param <T> the value
 * @param <B> its builder
 */
final class Shape<T, B> implements Form<T> {
    private final Supplier<B> builder;
    private final Function<B, ? extends T> build;
    private final Map<String, Field<T, B>> fields = new LinkedHashMap<>();

    private Shape(Supplier<B> builder, Function<B, ? extends T> build) {
        this.builder = builder;
        this.build = build;
    }

    /** The shape of a type, without fields yet. */
    static <T, B> Shape<T, B> of(Class<T> type, Supplier<B> builder, Function<B, ? extends T> build) {
        return new Shape<>(builder, build);
    }

    /** A field that is always there. */
    <V> Shape<T, B> required(String name, Form<V> form, Function<T, V> get, BiConsumer<B, V> set) {
        return field(name, form, true, value -> Optional.of(get.apply(value)), set);
    }

    /** A field that may be absent. */
    <V> Shape<T, B> optional(String name, Form<V> form, Function<T, Optional<V>> get, BiConsumer<B, V> set) {
        return field(name, form, false, get, set);
    }

    /** A number that may be absent. */
    Shape<T, B> optionalCount(String name, Function<T, OptionalInt> get, BiConsumer<B, Integer> set) {
        return field(
                name, COUNT, false, value -> get.apply(value).stream().boxed().findFirst(), set);
    }

    /** A long number that may be absent. */
    Shape<T, B> optionalLongCount(String name, Function<T, OptionalLong> get, BiConsumer<B, Long> set) {
        return field(
                name,
                LONG_COUNT,
                false,
                value -> get.apply(value).stream().boxed().findFirst(),
                set);
    }

    /** A field that is left out when it has its usual value. */
    <V> Shape<T, B> usually(V usual, String name, Form<V> form, Function<T, V> get, BiConsumer<B, V> set) {
        return field(
                name, form, false, value -> Optional.of(get.apply(value)).filter(given -> !given.equals(usual)), set);
    }

    /** A list that is left out when it is empty. */
    <V> Shape<T, B> list(String name, Form<V> form, Function<T, List<V>> get, BiConsumer<B, List<V>> set) {
        return usually(List.of(), name, Form.list(form), get, set);
    }

    private <V> Shape<T, B> field(
            String name, Form<V> form, boolean required, Function<T, Optional<V>> get, BiConsumer<B, V> set) {
        fields.put(
                name,
                new Field<>(
                        required,
                        (node, at, into) -> {
                            V read = form.read(node, at);
                            refusing(at, () -> {
                                set.accept(into, read);
                                return into;
                            });
                        },
                        value -> get.apply(value).map(form::write)));
        return this;
    }

    @Override
    public T read(JsonNode node, Place at) {
        if (!node.isObject()) {
            throw at.refuse(Form.shown(node) + " where an object is expected, with the fields "
                    + String.join(", ", fields.keySet()));
        }
        B into = builder.get();
        node.properties().forEach(entry -> {
            Field<T, B> field = fields.get(entry.getKey());
            if (field == null) {
                throw unknown(entry.getKey(), at);
            }
            field.reader().read(entry.getValue(), at.field(entry.getKey()), into);
        });
        fields.forEach((name, field) -> {
            if (field.required() && !node.has(name)) {
                throw at.field(name).refuse("is required");
            }
        });
        return refusing(at, () -> build.apply(into));
    }

    /** The values themselves say what they can't be. */
    private static <R> R refusing(Place at, Supplier<R> step) {
        try {
            return step.get();
        } catch (IllegalArgumentException e) {
            throw at.refuse(String.valueOf(e.getMessage()));
        }
    }

    private RuntimeException unknown(String name, Place at) {
        return at.field(name)
                .refuse("unknown field"
                        + NearestName.of(name, fields.keySet())
                                .map(near -> "; did you mean " + near + "?")
                                .orElse("; known here: " + String.join(", ", fields.keySet())));
    }

    @Override
    public JsonNode write(T value) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        fields.forEach((name, field) -> field.writer().apply(value).ifPresent(written -> object.set(name, written)));
        return object;
    }

    private record Field<T, B>(boolean required, Reader<B> reader, Function<T, Optional<JsonNode>> writer) {}

    private interface Reader<B> {
        void read(JsonNode node, Place at, B into);
    }
}
