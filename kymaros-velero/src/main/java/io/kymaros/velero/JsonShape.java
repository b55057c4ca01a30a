package io.kymaros.velero;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import org.jspecify.annotations.Nullable;

/** Checks that a file has the shape that Velero writes. */
final class JsonShape {
    private JsonShape() {}

    static void expect(JsonParser json, @Nullable JsonToken found, JsonToken wanted) throws JsonParseException {
        if (found != wanted) {
            throw unexpected(json, String.valueOf(found));
        }
    }

    static JsonParseException unexpected(JsonParser json, String what) {
        return new JsonParseException(json, "not the expected content: " + what);
    }
}
