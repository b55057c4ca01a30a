package io.kymaros.k8s.checks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** How a command ended, as the kubelet reports it: a Kubernetes {@code Status} whose cause {@code ExitCode} has the number. */
final class ExitStatus {
    private static final int LONGEST = 64 * 1024;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private JsonNode status = MAPPER.missingNode();

    /**
     * Takes bytes of the status.
     *
     * @return whether it is whole
     */
    boolean take(byte[] more) {
        bytes.writeBytes(more);
        if (bytes.size() > LONGEST) {
            throw new NotProbeableException("the kubelet's word on how the command ended is too long");
        }
        try {
            status = MAPPER.readTree(bytes.toString(StandardCharsets.UTF_8));
            return status.isObject();
        } catch (JsonProcessingException e) {
            // The rest is in the next frame.
            return false;
        }
    }

    /**
     * The exit code.
     *
     * @throws NotProbeableException if the command could not be run, or ended without one
     */
    int exitCode(String container) {
        if (status.path("status").asText().equals("Success")) {
            return 0;
        }
        for (JsonNode cause : status.path("details").path("causes")) {
            String code = cause.path("message").asText();
            if (cause.path("reason").asText().equals("ExitCode") && code.matches("[0-9]{1,3}")) {
                return Integer.parseInt(code);
            }
        }
        throw new NotProbeableException("the command could not be run in container " + container + ": "
                + Words.of(status.path("message").asText()));
    }
}
