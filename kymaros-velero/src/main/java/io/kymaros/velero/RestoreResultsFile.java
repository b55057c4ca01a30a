package io.kymaros.velero;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What Velero had to say about a restore: {@code {"errors": {"velero": [], "cluster": [], "namespaces": {"ns": []}},
 * "warnings": {}}}.
 */
final class RestoreResultsFile {
    /** Each message is judged; only what reports show of them is less. */
    private static final int MOST = 10_000;

    private RestoreResultsFile() {}

    /** The first messages of each sort, each a clean single line. */
    record Results(List<String> errors, List<String> warnings) {
        static final Results NONE = new Results(List.of(), List.of());
    }

    static Results parse(JsonParser json) throws IOException {
        Results results = new Results(new ArrayList<>(), new ArrayList<>());
        JsonShape.expect(json, json.nextToken(), JsonToken.START_OBJECT);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String sort = json.currentName();
            json.nextToken();
            switch (sort) {
                case "errors" -> collect(json, "", results.errors());
                case "warnings" -> collect(json, "", results.warnings());
                default -> json.skipChildren();
            }
        }
        return results;
    }

    /**
     * Every string below the current token.
     *
     * @param source the field that the strings stand under: {@code velero}, {@code cluster} or a namespace
     */
    private static void collect(JsonParser json, String source, List<String> messages) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_STRING && messages.size() < MOST) {
            messages.add(message(source, Messages.clean(json.getText())));
        }
        if (!json.currentToken().isStructStart()) {
            return;
        }
        String field = source;
        for (JsonToken next = json.nextToken(); !next.isStructEnd(); next = json.nextToken()) {
            if (next == JsonToken.FIELD_NAME) {
                field = json.currentName();
            } else {
                collect(json, field, messages);
            }
        }
    }

    /** Some of Velero's messages name the namespace, some don't. */
    private static String message(String source, String text) {
        boolean clear = source.equals("velero") || source.equals("cluster") || text.contains(source + "/");
        return clear ? text : Messages.clean(source) + ": " + text;
    }
}
