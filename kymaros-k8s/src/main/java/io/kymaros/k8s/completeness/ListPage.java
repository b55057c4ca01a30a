package io.kymaros.k8s.completeness;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads one page of a list as a stream: of each object no more is in memory than what is kept of it. */
final class ListPage {
    private final JsonParser json;
    private final boolean tables;
    private final Consumer<Metadata> objects;
    private final Consumer<String> names;
    private String token = "";
    private boolean list;
    private int nameColumn = -1;

    private ListPage(JsonParser json, boolean tables, Consumer<Metadata> objects, Consumer<String> names) {
        this.json = json;
        this.tables = tables;
        this.objects = objects;
        this.names = names;
    }

    /** Adds a page's objects to those before, and returns the token of the next page; empty after the last. */
    static String metadata(JsonParser json, List<Metadata> objects) throws IOException {
        return new ListPage(json, false, objects::add, name -> {}).read();
    }

    /** The same for names only: of a table, or of a list of objects from a server that makes no tables. */
    static String names(JsonParser json, List<String> names) throws IOException {
        return new ListPage(json, true, object -> names.add(object.name()), names::add).read();
    }

    /** The metadata of the one object that the answer is. */
    static Metadata object(JsonParser json) throws IOException {
        json.nextToken();
        return item(json);
    }

    /** A table that doesn't say which of its columns holds the names. */
    static final class NoNamesException extends IOException {
        private static final long serialVersionUID = 1L;

        NoNamesException() {
            super("the table has no column with names");
        }
    }

    private String read() throws IOException {
        json.nextToken();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            boolean array = json.nextToken() == JsonToken.START_ARRAY;
            list |= field.equals("items") || tables && field.equals("rows");
            if (field.equals("metadata")) {
                token = continuation();
            } else if (field.equals("items") && array) {
                items();
            } else if (field.equals("columnDefinitions") && array) {
                columns();
            } else if (field.equals("rows") && array && tables) {
                rows();
            } else {
                json.skipChildren();
            }
        }
        if (!list || json.currentToken() != JsonToken.END_OBJECT) {
            throw new IOException("the answer is no list");
        }
        return token;
    }

    private String continuation() throws IOException {
        String found = "";
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean here = json.currentName().equals("continue");
            json.nextToken();
            found = here ? json.getValueAsString("") : found;
            json.skipChildren();
        }
        return found;
    }

    private void items() throws IOException {
        while (json.nextToken() != JsonToken.END_ARRAY) {
            objects.accept(item(json));
        }
    }

    private static Metadata item(JsonParser json) throws IOException {
        Optional<Metadata> metadata = Optional.empty();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean here = json.currentName().equals("metadata");
            if (json.nextToken() == JsonToken.START_OBJECT && here) {
                metadata = Optional.of(Metadata.read(json));
            } else {
                json.skipChildren();
            }
        }
        return metadata.orElseThrow(() -> new IOException("the answer holds an object without metadata"));
    }

    private void columns() throws IOException {
        for (int column = 0; json.nextToken() != JsonToken.END_ARRAY; column++) {
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean format = json.currentName().equals("format");
                json.nextToken();
                if (format && nameColumn < 0 && json.getValueAsString("").equals("name")) {
                    nameColumn = column;
                }
                json.skipChildren();
            }
        }
    }

    private void rows() throws IOException {
        while (json.nextToken() != JsonToken.END_ARRAY) {
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean cells = json.currentName().equals("cells");
                json.nextToken();
                if (cells) {
                    names.accept(nameCell());
                } else {
                    json.skipChildren();
                }
            }
        }
    }

    private String nameCell() throws IOException {
        String name = "";
        for (int column = 0; json.nextToken() != JsonToken.END_ARRAY; column++) {
            if (column == nameColumn) {
                name = json.getValueAsString("");
            }
            json.skipChildren();
        }
        if (name.isEmpty()) {
            throw new NoNamesException();
        }
        return name;
    }
}
