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

/** Whoever embeds the scoring library finds a sentence about each type, method and constant that they can see. */
class DocumentationTest {
    private static final Path CORE = Path.of("..", "kymaros-core");

    @TempDir
    private Path pages;

    @Test
    void everyPublicElementOfTheScoringLibraryIsExplained() throws Exception {
        assertThat(unexplainedIn(CORE.resolve("src/main/java"), CORE.resolve("target/generated-sources/annotations")))
                .isEmpty();
    }

    @Test
    void anElementWithoutCommentIsSeen(@TempDir Path sources) throws Exception {
        Files.writeString(
                sources.resolve("Mute.java"), "/** Says little. */\npublic class Mute {\n    public int one;\n}\n");
        assertThat(unexplainedIn(sources)).anyMatch(line -> line.contains("Mute.java:3"));
    }

    /** What javadoc finds without a comment in these folders. */
    private List<String> unexplainedIn(Path... folders) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-quiet", "-Xdoclint:missing", "-Xmaxwarns", "9999"));
        arguments.addAll(List.of("-locale", "en", "-d", pages.toString()));
        arguments.addAll(List.of("-cp", System.getProperty("java.class.path")));
        for (Path folder : folders) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.filter(file -> file.toString().endsWith(".java") && !file.endsWith("module-info.java"))
                        .forEach(file -> arguments.add(file.toString()));
            }
        }
        StringWriter out = new StringWriter();
        PrintWriter printer = new PrintWriter(out);
        int exitCode =
                ToolProvider.findFirst("javadoc").orElseThrow().run(printer, printer, arguments.toArray(String[]::new));
        assertThat(exitCode).as(out.toString()).isZero();
        return out.toString()
                .lines()
                .filter(line -> line.contains("no comment"))
                .toList();
    }
}
