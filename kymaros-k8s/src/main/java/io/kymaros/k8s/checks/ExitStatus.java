package io.kymaros.k8s.checks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** How a command ended, as the kubelet reports it: a Kubernetes {@code Status} whose cause {@code ExitCode} has the number. */
final class ExitStatus {
    private static final int LONGEST = 64 * 1024;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    /** What runc and crun say of a program that is not there. */
    private static final Pattern NOT_FOUND = Pattern.compile(
            "executable file .{1,200} not found|executable file not found|exec: .{1,200}: no such file or directory");

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
     * @throws CommandMissingException if the container does not have the command
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
        String said = status.path("message").asText();
        if (NOT_FOUND.matcher(said).find()) {
            throw new CommandMissingException(
                    "container " + container + " does not have the command: " + Words.of(said));
        }
        throw new NotProbeableException(
                "the command could not be run in container " + container + ": " + Words.of(said));
    }
}
