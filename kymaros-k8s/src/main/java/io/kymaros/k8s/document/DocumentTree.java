package io.kymaros.k8s.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import io.kymaros.k8s.fault.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;

/**
 * Documents as trees of plain values. What a person can't have meant, or meant ill, is refused: duplicate keys, more than
 * one document, deep nesting, long numbers, anchors, aliases and tags.
 */
final class DocumentTree {
    private static final int MAX_DEPTH = 100;
    private static final int MAX_NUMBER_LENGTH = 40;
    private static final StreamReadConstraints CONSTRAINTS = StreamReadConstraints.builder()
            .maxNestingDepth(MAX_DEPTH)
            .maxNumberLength(MAX_NUMBER_LENGTH)
            .build();
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(CONSTRAINTS)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .stringQuotingChecker(new PlainWords())
            .build());

    private DocumentTree() {}

    /** Reads a document, as JSON if it begins with a brace and as YAML otherwise. */
    static JsonNode read(String source, InputStream in, int maxBytes) {
        try {
            byte[] bytes = in.readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                throw new InvalidInputException(
                        source + ": is larger than " + maxBytes + " bytes, which is the limit here");
            }
            JsonNode tree = isJson(bytes) ? JSON.readTree(bytes) : yaml(bytes, maxBytes);
            if (tree == null || tree.isMissingNode()) {
                throw new InvalidInputException(source + ": is empty");
            }
            return tree;
        } catch (JsonProcessingException e) {
            throw new InvalidInputException(source + ": " + problem(e));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String yaml(JsonNode tree) {
        try {
            return YAML.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String json(JsonNode tree) {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines);
        try {
            return JSON.writer(printer).writeValueAsString(tree) + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isJson(byte[] bytes) {
        for (byte character : bytes) {
            if (!Character.isWhitespace(character)) {
                return character == '{';
            }
        }
        return false;
    }

    private static JsonNode yaml(byte[] bytes, int maxBytes) throws IOException {
        LoaderOptions limits = new LoaderOptions();
        limits.setAllowDuplicateKeys(false);
        limits.setNestingDepthLimit(MAX_DEPTH);
        limits.setCodePointLimit(maxBytes);
        YAMLFactory factory = YAMLFactory.builder()
                .loaderOptions(limits)
                .streamReadConstraints(CONSTRAINTS)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        try (PlainYaml parser = new PlainYaml(factory.createParser(bytes))) {
            JsonNode tree = YAML.readTree(parser);
            if (parser.nextToken() != null) {
                throw new JsonParseException(parser, "more than one document");
            }
            return tree;
        }
    }

    private static String problem(JsonProcessingException error) {
        String line = Optional.ofNullable(error.getLocation())
                .map(location -> "line " + location.getLineNr() + ": ")
                .orElse("");
        return line
                + Optional.ofNullable(error.getOriginalMessage())
                        .flatMap(message -> message.lines().findFirst())
                        .orElse("can't be read");
    }

    /** Only words that no YAML reader takes for anything but text go without quotes. */
    private static final class PlainWords extends StringQuotingChecker.Default {
        private static final long serialVersionUID = 1L;
        private static final Pattern PLAIN =
                Pattern.compile("[A-Za-z/]([A-Za-z0-9_./()=@+,;!?'-]|:(?! |$)| (?=[A-Za-z0-9(/]))*");

        @Override
        public boolean needToQuoteValue(String value) {
            return !PLAIN.matcher(value).matches() || super.needToQuoteValue(value);
        }
    }

    /** YAML without what makes it more than a notation for trees. */
    private static final class PlainYaml extends JsonParserDelegate {
        private final YAMLParser yaml;

        PlainYaml(YAMLParser yaml) {
            super(yaml);
            this.yaml = yaml;
        }

        @Override
        public JsonToken nextToken() throws IOException {
            JsonToken token = super.nextToken();
            if (token != null && (yaml.isCurrentAlias() || yaml.getObjectId() != null || yaml.getTypeId() != null)) {
                throw new JsonParseException(this, "anchors, aliases and tags are not read here");
            }
            if (token == JsonToken.VALUE_STRING && missing()) {
                throw new JsonParseException(this, "a value is missing; leave the field out instead");
            }
            return token;
        }

        /** Jackson reads nothing at all as empty text; that is meant only where there are quotes. */
        private boolean missing() throws IOException {
            return yaml.getTextLength() == 0
                    && yaml.currentTokenLocation().getCharOffset()
                            == yaml.currentLocation().getCharOffset();
        }

        @Override
        public @Nullable String nextFieldName() throws IOException {
            return nextToken() == JsonToken.FIELD_NAME ? currentName() : null;
        }
    }
}
