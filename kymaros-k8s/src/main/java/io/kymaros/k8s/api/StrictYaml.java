package io.kymaros.k8s.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.kymaros.k8s.fault.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;

/**
 * Reads the resources of Kymaros from YAML or JSON and refuses what a user can't have meant: unknown fields, duplicate
 * keys, aliases, other kinds, and files of more than 1 MiB.
 */
public final class StrictYaml {
    private static final int MAX_BYTES = 1024 * 1024;
    private static final Set<String> TOP_LEVEL = Set.of("apiVersion", "kind", "metadata", "spec", "status");
    private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.of(
            "RestoreTest", RestoreTest.class,
            "HealthCheckPolicy", HealthCheckPolicy.class,
            "RestoreReport", RestoreReport.class);

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
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new InvalidInputException(source + ": is larger than 1 MiB, which no resource of Kymaros is");
            }
            List<HasMetadata> resources = new ArrayList<>();
            try (MappingIterator<JsonNode> documents =
                    MAPPER.readerFor(JsonNode.class).readValues(bytes)) {
                while (documents.hasNextValue()) {
                    JsonNode document = documents.nextValue();
                    if (!document.isNull() && !document.isMissingNode()) {
                        resources.add(resource(source, document));
                    }
                }
            }
            return resources;
        } catch (JsonProcessingException e) {
            throw new InvalidInputException(source + ": " + place(e) + problem(e));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HasMetadata resource(String source, JsonNode document) throws JsonProcessingException {
        String kind = document.path("kind").asText("");
        String apiVersion = document.path("apiVersion").asText("");
        Class<? extends HasMetadata> type = KINDS.get(kind);
        if (type == null || !apiVersion.equals(Api.GROUP + "/" + Api.VERSION)) {
            throw new InvalidInputException(source + ": apiVersion " + quoted(apiVersion) + ", kind " + quoted(kind)
                    + " is not a resource of Kymaros; expected " + Api.GROUP + "/" + Api.VERSION + " and one of "
                    + KINDS.keySet().stream().sorted().collect(Collectors.joining(", ")));
        }
        String subject = source + ": " + kind + " "
                + document.path("metadata").path("name").asText("without a name");
        for (Iterator<String> names = document.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!TOP_LEVEL.contains(name)) {
                throw new InvalidInputException(subject + ": " + unknown(name, name, TOP_LEVEL));
            }
        }
        try {
            return MAPPER.treeToValue(document, type);
        } catch (JsonMappingException e) {
            throw new InvalidInputException(subject + ": " + problem(e));
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
        if (error instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            return path(mapping) + ": " + firstLine(mapping.getOriginalMessage());
        }
        return firstLine(error.getOriginalMessage());
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
        return new ObjectMapper(yaml)
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);
    }
}
