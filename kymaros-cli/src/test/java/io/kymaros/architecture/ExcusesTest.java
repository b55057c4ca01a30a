package io.kymaros.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each excuse in docs/excuses.md has a premise, and tests that exist: one where it holds, and one where it doesn't. */
class ExcusesTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern TEST = Pattern.compile("`(\\w+)\\.(\\w+)`");

    private final Map<String, String> sources = new HashMap<>();

    @Test
    void eachExcuseHasATestWhereItsPremiseHoldsAndOneWhereItDoesNot() throws IOException {
        readTests();
        List<String> faults = new ArrayList<>();
        List<String> rows;
        try (Stream<String> lines = Files.lines(ROOT.resolve("docs/excuses.md"))) {
            rows = lines.filter(line -> line.startsWith("| ") && !line.startsWith("| Excuse"))
                    .toList();
        }
        for (String row : rows) {
            String[] cells = row.split(" *\\| *", -1);
            if (cells.length != 6 || cells[2].isBlank()) {
                faults.add("not an excuse, a premise and two sorts of tests: " + row);
            } else {
                requireTests(cells[3], row, faults);
                requireTests(cells[4], row, faults);
            }
        }
        assertThat(rows).hasSizeGreaterThan(20);
        assertThat(faults).isEmpty();
    }

    private void requireTests(String cell, String row, List<String> faults) {
        Matcher named = TEST.matcher(cell);
        int tests = 0;
        while (named.find()) {
            tests++;
            if (!sources.getOrDefault(named.group(1), "").contains("void " + named.group(2) + "(")) {
                faults.add("no test " + named.group() + ": " + row);
            }
        }
        if (tests == 0) {
            faults.add("names no test: " + row);
        }
    }

    private void readTests() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path tests : modules.map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(tests)) {
                    for (Path file : files.filter(path -> path.toString().endsWith(".java"))
                            .toList()) {
                        String name = file.getFileName().toString();
                        sources.put(name.substring(0, name.length() - ".java".length()), Files.readString(file));
                    }
                }
            }
        }
    }
}
