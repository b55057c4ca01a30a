package io.kymaros.cli;

import io.kymaros.cli.render.JsonRenderer;
import io.kymaros.cli.render.NameRenderer;
import io.kymaros.cli.render.Renderer;
import io.kymaros.cli.render.TableRenderer;
import io.kymaros.cli.render.TextRenderer;
import io.kymaros.cli.render.YamlRenderer;
import picocli.CommandLine.Option;

/** kubectl's {@code -o}. */
final class OutputOptions {
    /** The formats for standard output. */
    enum Format {
        table,
        wide,
        json,
        yaml,
        name
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES}. Default ${DEFAULT-VALUE}.")
    private Format format = Format.table;

    /** For one report. */
    Renderer one() {
        return format == Format.table || format == Format.wide ? new TextRenderer(format == Format.wide) : machine();
    }

    /** For a list of reports. */
    Renderer list() {
        return format == Format.table || format == Format.wide ? new TableRenderer(format == Format.wide) : machine();
    }

    private Renderer machine() {
        return switch (format) {
            case json -> new JsonRenderer();
            case name -> new NameRenderer();
            default -> new YamlRenderer();
        };
    }
}
