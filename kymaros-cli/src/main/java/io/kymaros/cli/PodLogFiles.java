package io.kymaros.cli;

import io.kymaros.cli.render.Terminal;
import io.kymaros.k8s.logs.PodLogs;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Logs of failing pods, as files of a folder or on a terminal. */
final class PodLogFiles {
    private PodLogFiles() {}

    /** Writes each log to a file of its own, and what is not there to {@code notes.txt}; makes the folder. */
    static void write(Path folder, PodLogs logs) throws IOException {
        Files.createDirectories(folder);
        for (Map.Entry<String, String> file : logs.files().entrySet()) {
            ReportFile.write(folder.resolve(file.getKey()), file.getValue());
        }
        if (!logs.notes().isEmpty()) {
            ReportFile.write(folder.resolve("notes.txt"), String.join("\n", logs.notes()) + "\n");
        }
    }

    /** Prints each log under its name. */
    static void print(PrintWriter out, Map<String, String> files) {
        new TreeMap<>(files).forEach((name, text) -> {
            out.println("\n==> " + Terminal.clean(name) + " <==");
            text.lines().map(Terminal::clean).forEach(out::println);
        });
    }
}
