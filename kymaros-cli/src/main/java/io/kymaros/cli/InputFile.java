package io.kymaros.cli;

import io.kymaros.k8s.fault.InvalidInputException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that a command reads, or {@code -} for standard input. */
final class InputFile {
    private InputFile() {}

    /** What to call it in messages. */
    static String name(String source) {
        return source.equals("-") ? "standard input" : source;
    }

    /**
     * Opens it. Closing leaves standard input open.
     *
     * @throws InvalidInputException if it can't be read
     */
    static InputStream open(String source) throws IOException {
        if (source.equals("-")) {
            return new FilterInputStream(System.in) {
                @Override
                public void close() {
                    // Not this command's to close.
                }
            };
        }
        Path path = Path.of(source);
        if (!Files.isReadable(path) || Files.isDirectory(path)) {
            throw new InvalidInputException(source + " can't be read. Check the path.");
        }
        return Files.newInputStream(path);
    }
}
