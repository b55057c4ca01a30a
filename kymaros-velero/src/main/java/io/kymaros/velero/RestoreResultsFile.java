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
    private static final int MOST = 200;

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
                case "errors" -> collect(json, results.errors());
                case "warnings" -> collect(json, results.warnings());
                default -> json.skipChildren();
            }
        }
        return results;
    }

    /** Every string below the current token; who said it is clear from the text. */
    private static void collect(JsonParser json, List<String> messages) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_STRING && messages.size() < MOST) {
            messages.add(Messages.clean(json.getText()));
            return;
        }
        if (!json.currentToken().isStructStart()) {
            return;
        }
        for (JsonToken next = json.nextToken(); next != null && !next.isStructEnd(); next = json.nextToken()) {
            if (next != JsonToken.FIELD_NAME) {
                collect(json, messages);
            }
        }
    }
}
