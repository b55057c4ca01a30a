package io.kymaros.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The libraries' public elements are explained, in Javadoc that is well-formed. */
class JavadocTest {
    @Test
    void everyPublicElementOfTheScoringLibraryIsExplained(@TempDir Path pages) throws IOException {
        assertThat(complaints(Path.of("..", "kymaros-core", "src", "main", "java"), pages))
                .isEmpty();
    }

    @Test
    void anUnexplainedElementIsFound(@TempDir Path sources, @TempDir Path pages) throws IOException {
        Files.writeString(
                sources.resolve("Bare.java"), "/** A type. */\npublic interface Bare {\n    int count();\n}\n");
        assertThat(complaints(sources, pages)).singleElement().asString().contains("no comment");
    }

    private static List<String> complaints(Path sources, Path pages) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "-quiet",
                "-d",
                pages.toString(),
                "-Xdoclint:all",
                "-Xmaxwarns",
                "10000",
                "-classpath",
                System.getProperty("java.class.path")));
        try (Stream<Path> files = Files.walk(sources)) {
            files.map(Path::toString)
                    .filter(file -> file.endsWith(".java") && !file.endsWith("module-info.java"))
                    .forEach(arguments::add);
        }
        StringWriter said = new StringWriter();
        PrintWriter printer = new PrintWriter(said);
        ToolProvider.findFirst("javadoc").orElseThrow().run(printer, printer, arguments.toArray(String[]::new));
        // A sentence says what a method returns; a tag of its own is not asked for.
        return said.toString()
                .lines()
                .filter(line -> line.contains("error:")
                        || line.contains("warning:")
                                && !line.contains("warning: no @")
                                && !line.contains("package-info"))
                .toList();
    }
}
