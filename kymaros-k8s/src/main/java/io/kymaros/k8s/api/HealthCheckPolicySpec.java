package io.kymaros.k8s.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The checks of a policy. Each has a type and one block of that type's name. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record HealthCheckPolicySpec(
        @Required @Size(min = 1, max = 100) @JsonPropertyDescription("The checks, each with a name of its own.")
        List<Check> checks) {

    /** One check. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Check(
            @Required @Size(min = 1, max = 63) @JsonPropertyDescription("Name of the check, unique in its policy.")
            String name,

            @Required @JsonPropertyDescription("Type of the check; the block of the same name says the rest.")
            CheckType type,

            @Nullable PodStatus podStatus,
            @Nullable HttpGet httpGet,
            @Nullable TcpSocket tcpSocket,
            @Nullable Exec exec,
            @Nullable ResourceExists resourceExists) {}

    /** The types of checks. */
    public enum CheckType {
        /** Enough ready pods. */
        podStatus,
        /** An HTTP answer with the expected status. */
        httpGet,
        /** A TCP connection. */
        tcpSocket,
        /** A command that exits as expected. */
        exec,
        /** Objects that must exist. */
        resourceExists
    }

    /** Enough of the selected pods are ready. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record PodStatus(
            @Required @JsonPropertyDescription("Labels of the pods.")
            Map<String, String> labelSelector,

            @Min(1) @JsonPropertyDescription("How many must be ready. Default 1.") @Nullable
            Integer minReady,

            @Pattern(Api.DURATION_PATTERN) @JsonPropertyDescription("Longest time to wait. Default 30s.") @Nullable
            String timeout) {}

    /** A GET request to a Service of the sandbox. Redirects are not followed. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record HttpGet(
            @Required @Size(min = 1) @JsonPropertyDescription("Name of the Service in the sandbox.")
            String service,

            @Required @Min(1) @Max(65535) @JsonPropertyDescription("Port of the Service.")
            int port,

            @Pattern("^/.*$") @JsonPropertyDescription("Path and query. Default /.") @Nullable
            String path,

            @Min(100) @Max(599) @JsonPropertyDescription("Expected status. Default 200.") @Nullable
            Integer expectedStatus,

            @Pattern(Api.DURATION_PATTERN)
            @JsonPropertyDescription("Longest time for one attempt. Default 10s.")
            @Nullable
            String timeout,

            @Min(0) @Max(100) @JsonPropertyDescription("Further attempts after a failed one. Default 0.") @Nullable
            Integer retries,

            @JsonPropertyDescription("What the answer's body must say, at most 64 KiB of UTF-8. Default: anything.")
            @Nullable
            Answer body) {}

    /** A TCP connection to a Service of the sandbox. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record TcpSocket(
            @Required @Size(min = 1) @JsonPropertyDescription("Name of the Service in the sandbox.")
            String service,

            @Required @Min(1) @Max(65535) @JsonPropertyDescription("Port of the Service.")
            int port,

            @Pattern(Api.DURATION_PATTERN) @JsonPropertyDescription("Longest time to wait. Default 10s.") @Nullable
            String timeout) {}

    /** A command in a container of the sandbox. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Exec(
            @Required @JsonPropertyDescription("Labels of the pod; the first ready one is used.")
            Map<String, String> podSelector,

            @JsonPropertyDescription("Container; default is the first.") @Nullable
            String container,

            @Required @Size(min = 1) @JsonPropertyDescription("Command and arguments; no shell is added.")
            List<String> command,

            @Min(0) @Max(255) @JsonPropertyDescription("Exit code that is a success. Default 0.") @Nullable
            Integer successExitCode,

            @Pattern(Api.DURATION_PATTERN) @JsonPropertyDescription("Longest time to wait. Default 30s.") @Nullable
            String timeout,

            @JsonPropertyDescription(
                    "What the command must write to its standard output, at most 64 KiB of UTF-8. Default: anything.")
            @Nullable
            Answer output) {}

    /** What an answer must say that only the application's data gives. Each part that is given must hold. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Answer(
            @JsonPropertyDescription(
                    "A regular expression (RE2) that must match somewhere. What its first group matches, or all of it, is what"
                            + " number and time look at.")
            @Nullable
            String matches,

            @JsonPropertyDescription("The answer is a number, in this range.") @Nullable
            NumberRange number,

            @JsonPropertyDescription("The answer is a time, for example that of the newest row.") @Nullable
            Age time) {}

    /** The range of a number, both ends included. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record NumberRange(
            @JsonPropertyDescription("Lowest value. Default: any.") @Nullable
            Long min,

            @JsonPropertyDescription("Highest value. Default: any.") @Nullable
            Long max) {}

    /** How old data may be in the backup. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Age(
            @Required
            @Pattern(Api.DURATION_PATTERN)
            @JsonPropertyDescription(
                    "How long before the backup's start the time may be at most, for example 2h. The time is in"
                            + " RFC 3339 with its offset from UTC, or seconds or milliseconds since 1970. One that is later than the"
                            + " backup proves nothing and makes the check inconclusive.")
            String notOlderThan) {}

    /** Objects that must exist in the sandbox. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record ResourceExists(
            @Required @Size(min = 1) @JsonPropertyDescription("The objects.")
            List<ResourceRef> resources) {}

    /** An object of the sandbox by kind and name. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record ResourceRef(
            @Required @Size(min = 1) @JsonPropertyDescription("Kind, for example Secret.")
            String kind,

            @Required @Size(min = 1) @JsonPropertyDescription("Name.")
            String name) {}
}
