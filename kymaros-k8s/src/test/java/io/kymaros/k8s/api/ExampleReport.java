package io.kymaros.k8s.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The example report of the specification. */
public final class ExampleReport {
    private ExampleReport() {}

    /** The report as it is written. */
    public static JsonNode tree() {
        try (InputStream in = open()) {
            return new ObjectMapper(new YAMLFactory()).readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The report's YAML. */
    public static InputStream open() {
        return Objects.requireNonNull(ExampleReport.class.getResourceAsStream("/io/kymaros/k8s/report.yaml"));
    }
}
