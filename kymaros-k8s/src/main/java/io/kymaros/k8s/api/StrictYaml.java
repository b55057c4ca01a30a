package io.kymaros.k8s.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.kymaros.k8s.fault.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Reads the resources of Kymaros from YAML or JSON and refuses what a user can't have meant: unknown fields, duplicate
 * keys, aliases, other kinds, and files of more than 1 MiB.
 */
public final class StrictYaml {
    private static final int MAX_BYTES = 1024 * 1024;
    private static final Set<String> TOP_LEVEL = Set.of("apiVersion", "kind", "metadata", "spec", "status");
    /** The type that stands for metadata in Java takes any field; these are the ones that the API server knows. */
    private static final Set<String> METADATA = Set.of(
            "annotations",
            "creationTimestamp",
            "deletionGracePeriodSeconds",
            "deletionTimestamp",
            "finalizers",
            "generateName",
            "generation",
            "labels",
            "managedFields",
            "name",
            "namespace",
            "ownerReferences",
            "resourceVersion",
            "selfLink",
            "uid");

    private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.of(
            "RestoreTest", RestoreTest.class,
            "HealthCheckPolicy", HealthCheckPolicy.class,
            "RestoreReport", RestoreReport.class);

    private static final String EXPECTED = "expected " + Api.GROUP + "/" + Api.VERSION + " and one of "
            + KINDS.keySet().stream().sorted().collect(Collectors.joining(", "));

    private static final ObjectMapper MAPPER = mapper();

    private StrictYaml() {}

    /**
     * Reads all documents of a stream.
     *
     * @param source what to call it in messages, for example the file's name
     * @throws InvalidInputException naming the document, the field and the nearest known name
     */
    public static List<HasMetadata> read(String source, InputStream in) {
        try {
            String text = text(source, in.readNBytes(MAX_BYTES + 1));
            refuseAliases(source, text);
            List<HasMetadata> resources = new ArrayList<>();
            try (MappingIterator<JsonNode> documents =
                    MAPPER.readerFor(JsonNode.class).readValues(text)) {
                while (documents.hasNextValue()) {
                    JsonNode document = documents.nextValue();
                    if (!empty(document)) {
                        resources.add(resource(source, document));
                    }
                }
            }
            if (resources.isEmpty()) {
                throw new InvalidInputException(source + ": holds no resource; " + EXPECTED);
            }
            return resources;
        } catch (JsonProcessingException e) {
            throw new InvalidInputException(source + ": " + place(e) + problem(e));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(String source, byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new InvalidInputException(source + ": is larger than 1 MiB, which no resource of Kymaros is");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new InvalidInputException(source + ": is not UTF-8 text");
        }
    }

    /** The parser hands an alias out as the text of its name, which nobody can have meant. */
    private static void refuseAliases(String source, String text) throws IOException {
        try (YAMLParser parser = (YAMLParser) MAPPER.createParser(text)) {
            while (parser.nextToken() != null) {
                if (parser.isCurrentAlias()) {
                    throw new InvalidInputException(
                            source + ": line " + parser.currentTokenLocation().getLineNr() + ": *" + parser.getText()
                                    + ": aliases are not allowed here; write the value out");
                }
            }
        }
    }

    private static boolean empty(JsonNode document) {
        return document.isNull()
                || document.isMissingNode()
                || document.isTextual() && document.asText().isEmpty();
    }

    private static HasMetadata resource(String source, JsonNode document) throws JsonProcessingException {
        String kind = document.path("kind").asText("");
        String apiVersion = document.path("apiVersion").asText("");
        Class<? extends HasMetadata> type = KINDS.get(kind);
        if (type == null || !apiVersion.equals(Api.GROUP + "/" + Api.VERSION)) {
            throw new InvalidInputException(source + ": apiVersion " + quoted(apiVersion) + ", kind " + quoted(kind)
                    + " is not a resource of Kymaros; " + EXPECTED);
        }
        JsonNode metadata = document.path("metadata");
        String subject = source + ": " + kind + " " + metadata.path("name").asText("without a name");
        requireKnown(subject, "", document, TOP_LEVEL);
        if (!metadata.isObject()) {
            throw new InvalidInputException(subject + ": metadata: is missing");
        }
        requireKnown(subject, "metadata.", metadata, METADATA);
        try {
            return MAPPER.treeToValue(document, type);
        } catch (JsonMappingException e) {
            throw new InvalidInputException(subject + ": " + problem(e));
        }
    }

    private static void requireKnown(String subject, String path, JsonNode object, Set<String> known) {
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                throw new InvalidInputException(subject + ": " + unknown(path + name, name, known));
            }
        }
    }

    private static String problem(JsonProcessingException error) {
        if (error instanceof UnrecognizedPropertyException unknown) {
            List<String> known =
                    unknown.getKnownPropertyIds().stream().map(String::valueOf).toList();
            return unknown(path(unknown), unknown.getPropertyName(), known);
        }
        if (error instanceof InvalidFormatException format
                && format.getTargetType() != null
                && format.getTargetType().isEnum()) {
            return path(format) + ": " + quoted(String.valueOf(format.getValue())) + " is not one of "
                    + Arrays.stream(format.getTargetType().getEnumConstants())
                            .map(String::valueOf)
                            .collect(Collectors.joining(", "));
        }
        if (error instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
            return path(mismatch) + ": must be " + word(mismatch.getTargetType());
        }
        if (error instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            return path(mapping) + ": " + firstLine(mapping.getOriginalMessage());
        }
        if (error.getCause() instanceof MarkedYAMLException marked && marked.getProblem() != null) {
            return (marked.getContext() == null ? "" : marked.getContext() + ": ") + marked.getProblem();
        }
        return firstLine(error.getOriginalMessage());
    }

    private static String word(Class<?> type) {
        if (type == String.class) {
            return "a text; put it in quotes if it looks like a number";
        }
        if (type == Boolean.class || type == boolean.class) {
            return "true or false";
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        return Number.class.isAssignableFrom(type) || type.isPrimitive()
                ? "a whole number"
                : "an object with fields of its own";
    }

    private static String unknown(String path, String name, Iterable<String> known) {
        List<String> names = new ArrayList<>();
        known.forEach(names::add);
        return path + ": unknown field"
                + NearestName.of(name, names)
                        .map(near -> "; did you mean " + near + "?")
                        .orElse("; known here: " + names.stream().sorted().collect(Collectors.joining(", ")));
    }

    private static String path(JsonMappingException error) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference reference : error.getPath()) {
            if (reference.getFieldName() == null) {
                path.append('[').append(reference.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(reference.getFieldName());
            }
        }
        return path.toString();
    }

    private static String place(JsonProcessingException error) {
        return error.getLocation() == null ? "" : "line " + error.getLocation().getLineNr() + ": ";
    }

    private static String firstLine(String text) {
        return text == null ? "can't be read" : text.lines().findFirst().orElse("can't be read");
    }

    private static String quoted(String text) {
        return text.isEmpty() ? "(none)" : "\"" + text + "\"";
    }

    private static ObjectMapper mapper() {
        LoaderOptions limits = new LoaderOptions();
        limits.setMaxAliasesForCollections(0);
        limits.setNestingDepthLimit(50);
        limits.setAllowDuplicateKeys(false);
        limits.setCodePointLimit(MAX_BYTES);
        YAMLFactory yaml = YAMLFactory.builder()
                .loaderOptions(limits)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(50)
                        .maxNumberLength(40)
                        .build())
                .build();
        return JsonMapper.builder(yaml)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                // The API server takes no text for a number and no number for a text.
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .withCoercionConfig(
                        LogicalType.Textual, text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                .build();
    }
}
