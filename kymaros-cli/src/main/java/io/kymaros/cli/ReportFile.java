package io.kymaros.cli;

import io.kymaros.cli.render.HtmlRenderer;
import io.kymaros.cli.render.JsonRenderer;
import io.kymaros.cli.render.JunitRenderer;
import io.kymaros.cli.render.MarkdownRenderer;
import io.kymaros.cli.render.Renderer;
import io.kymaros.cli.render.YamlRenderer;
import io.kymaros.k8s.api.RestoreReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes a report to a file whose ending chooses the format. */
final class ReportFile {
    private static final Map<String, Renderer> RENDERERS = new TreeMap<>(Map.of(
            ".json", new JsonRenderer(),
            ".yaml", new YamlRenderer(),
            ".xml", new JunitRenderer(),
            ".md", new MarkdownRenderer(),
            ".html", new HtmlRenderer()));

    private ReportFile() {}

    static boolean known(Path path) {
        return RENDERERS.keySet().stream().anyMatch(path.toString()::endsWith);
    }

    static String endings() {
        return String.join(", ", RENDERERS.keySet());
    }

    /** Writes a report in the format that the file's ending asks for. */
    static void write(Path path, RestoreReport report) throws IOException {
        Renderer renderer = RENDERERS.entrySet().stream()
                .filter(entry -> path.toString().endsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(path + " has none of the endings " + endings()));
        write(path, renderer.render(List.of(report)));
    }

    /** Whether it is there and neither a file nor a folder, for example a pipe; it must not be replaced. */
    static boolean isSpecial(Path path) {
        return Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path);
    }

    /** Writes beside the file first, so that there is never half a file. */
    static void write(Path path, String text) throws IOException {
        if (isSpecial(path)) {
            Files.writeString(path, text);
            return;
        }
        Path beside = Files.createTempFile(path.toAbsolutePath().getParent(), ".kymaros", ".part");
        try {
            Files.writeString(beside, text);
            Files.move(beside, path, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    /** For the help text and shell completion. */
    static final class Endings extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Endings() {
            super(RENDERERS.keySet());
        }
    }
}
