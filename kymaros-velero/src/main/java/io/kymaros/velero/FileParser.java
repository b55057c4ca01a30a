package io.kymaros.velero;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** Reads a file of Velero's, token by token. */
@FunctionalInterface
interface FileParser<T> {
    /**
     * Reads the whole file.
     *
     * @param json stands before the first token
     * @throws IOException if the file is broken off, damaged, too big, or not of the expected shape
     */
    T parse(JsonParser json) throws IOException;
}
