package io.kymaros.k8s.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;
import org.immutables.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * What to restore and how to test it. The shape is that of the existing Kymaros operator (0.6), so that its YAML applies
 * unchanged; durations are in Go's notation.
 */
@Value.Builder
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RestoreTestSpec(
        @Required @JsonPropertyDescription("The backup to restore.")
        BackupSource backupSource,

        @JsonPropertyDescription("When to run by itself; without it the test runs when asked to.") @Nullable
        Schedule schedule,

        @JsonPropertyDescription("The throw-away namespace the backup is restored into.") @Nullable
        Sandbox sandbox,

        @JsonPropertyDescription("The health checks to run on the restored application.") @Nullable
        HealthChecks healthChecks,

        @JsonPropertyDescription("The recovery time that was agreed.") @Nullable
        Sla sla,

        @JsonPropertyDescription("Whom to tell about a finished run.") @Nullable
        Notifications notifications,

        @Pattern(Api.DURATION_PATTERN) @JsonPropertyDescription("Longest time for the whole run. Default 1h.") @Nullable
        String timeout,

        @Min(1) @Max(1000) @JsonPropertyDescription("How many reports to keep. Default 10.") @Nullable
        Integer historyLimit,

        @JsonPropertyDescription("Logs and events of failing pods.") @Nullable
        LogCollection logCollection,

        @JsonPropertyDescription("Services of other namespaces that the application needs.") @Nullable
        List<Dependency> dependencies,

        @JsonPropertyDescription(
                "Connect to services of other namespaces from inside the sandbox. Default: look at their"
                        + " endpoints only.")
        @Nullable
        DependencyProbe dependencyProbe,

        @JsonPropertyDescription("How evidence becomes points; default is the standard policy.") @Nullable
        Scoring scoring,

        @JsonPropertyDescription("What the application can do without, so that its loss costs no points.") @Nullable
        List<Ignored> ignoredLosses) {

    /** The backup under test. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record BackupSource(
            @Default("velero") @JsonPropertyDescription("Backup tool: velero.") @Nullable
            String provider,

            @Required
            @Size(min = 1)
            @JsonPropertyDescription("Name of the backup, or latest for the newest usable one.")
            String backupName,

            @JsonPropertyDescription("Source namespaces under test. Default: those that the backup names.") @Nullable
            List<SourceNamespace> namespaces,

            @JsonPropertyDescription("Chooses among the backups for latest, by their labels.") @Nullable
            Map<String, String> labelSelector,

            @JsonPropertyDescription("Namespace in which Velero runs. Default velero.") @Nullable
            String veleroNamespace) {}

    /** One source namespace and, if it must be fixed, the name of its sandbox. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record SourceNamespace(
            @Required @Size(min = 1) @JsonPropertyDescription("Name of the namespace in the backup.")
            String name,

            @JsonPropertyDescription("Fixed name for its sandbox; default is made from the prefix and the run.")
            @Nullable
            String sandboxName) {}

    /** When a test runs by itself. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Schedule(
            @Required @Size(min = 1) @JsonPropertyDescription("Five-field cron expression.")
            String cron,

            @JsonPropertyDescription("IANA time zone. Default UTC.") @Nullable
            String timezone) {}

    /** The throw-away namespace. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Sandbox(
            @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
            @Size(max = 40)
            @JsonPropertyDescription("Start of the sandbox's name. Default rp-test.")
            @Nullable
            String namespacePrefix,

            @Pattern(Api.DURATION_PATTERN)
            @JsonPropertyDescription("How long pods may take to become ready, and how long a sandbox may live when its"
                    + " run was killed. Default 30m.")
            @Nullable
            String ttl,

            @JsonPropertyDescription("Limits what the sandbox may use.") @Nullable
            ResourceQuotaSpec resourceQuota,

            @JsonPropertyDescription(
                    "strict: no traffic at all; group: the sandboxes of one run may talk to each other."
                            + " Default strict.")
            @Nullable
            NetworkIsolation networkIsolation,

            @JsonPropertyDescription(
                    "Types of custom resources that may come back into the sandbox, as plural.group, for example"
                            + " clusters.postgresql.cnpg.io. Their controllers take the copies for originals. Default: none.")
            @Nullable
            List<String> customResources,

            @JsonPropertyDescription(
                    "Labels for the sandbox's namespaces, for example those by which a policy of the cluster exempts the source."
                            + " Pod security labels are taken over from the source anyway.")
            @Nullable
            Map<String, String> labels) {}

    /** How far a sandbox is cut off. */
    public enum NetworkIsolation {
        /** No traffic in or out. */
        strict,
        /** Traffic among the sandboxes of one run only. */
        group
    }

    /** Quota of a sandbox, in Kubernetes quantities. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record ResourceQuotaSpec(
            @JsonPropertyDescription("Total CPU requests, for example 4.") @Nullable
            String cpu,

            @JsonPropertyDescription("Total memory requests, for example 8Gi.") @Nullable
            String memory,

            @JsonPropertyDescription("Total storage requests, for example 50Gi.") @Nullable
            String storage) {}

    /** The linked HealthCheckPolicy. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record HealthChecks(
            @Required @Size(min = 1) @JsonPropertyDescription("Name of a HealthCheckPolicy in the test's namespace.")
            String policyRef,

            @Pattern(Api.DURATION_PATTERN)
            @JsonPropertyDescription("Longest time for all checks. Default 5m.")
            @Nullable
            String timeout) {}

    /** The agreed recovery time. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Sla(
            @Pattern(Api.DURATION_PATTERN)
            @JsonPropertyDescription("Recovery time objective, for example 15m.")
            @Nullable
            String maxRTO,

            @JsonPropertyDescription("Whether to notify when it is exceeded.") @Nullable
            Boolean alertOnExceed) {}

    /** Whom to tell. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Notifications(
            @JsonPropertyDescription("Told about a run that is not a Pass.") @Nullable
            List<Receiver> onFailure,

            @JsonPropertyDescription("Told about a run that is a Pass.") @Nullable
            List<Receiver> onSuccess) {}

    /** One receiver of notifications. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Receiver(
            @Required @JsonPropertyDescription("slack or webhook.")
            ReceiverType type,

            @JsonPropertyDescription("Slack channel.") @Nullable
            String channel,

            @JsonPropertyDescription("Name of the Secret that holds the webhook's URL.") @Nullable
            String webhookSecretRef) {}

    /** Kinds of receivers. */
    public enum ReceiverType {
        /** A Slack incoming webhook. */
        slack,
        /** Any HTTP endpoint. */
        webhook
    }

    /** Logs and events of failing pods. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record LogCollection(
            @JsonPropertyDescription("Whether to collect any. Default false.") @Nullable
            Boolean enabled,

            @Min(1) @Max(10000) @JsonPropertyDescription("Lines of each container. Default 100.") @Nullable
            Integer maxLines,

            @JsonPropertyDescription("Whether to add events. Default true.") @Nullable
            Boolean includeEvents,

            @JsonPropertyDescription("Whether to add init containers. Default true.") @Nullable
            Boolean includeInit,

            @JsonPropertyDescription("Whether to add the previous container's log. Default true.") @Nullable
            Boolean includePrevious) {}

    /** A service of another namespace. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Dependency(
            @Required @Size(min = 1) @JsonPropertyDescription("Name of the Service.")
            String name,

            @Required @Size(min = 1) @JsonPropertyDescription("Namespace of the Service.")
            String namespace,

            @Min(1) @Max(65535) @JsonPropertyDescription("Port of the Service. Default: any port.") @Nullable
            Integer port) {}

    /** A pod that connects from inside the sandbox. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record DependencyProbe(
            @Required
            @Size(min = 1)
            @JsonPropertyDescription("Image of the pod, for example registry.k8s.io/e2e-test-images/agnhost:2.53.")
            String image,

            @JsonPropertyDescription("Command that ends with exit code 0 when it could connect to $(KYMAROS_HOST) on"
                    + " $(KYMAROS_PORT). Default: that of agnhost.")
            @Nullable
            List<String> command,

            @Pattern(Api.DURATION_PATTERN)
            @JsonPropertyDescription("Longest time for one pod, its start included. Default 30s.")
            @Nullable
            String timeout) {}

    /** Something that the application can do without. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Ignored(
            @Required @Size(min = 1) @JsonPropertyDescription("Kind of the objects, for example PersistentVolumeClaim.")
            String kind,

            @Required
            @Size(min = 1)
            @JsonPropertyDescription("Name of the objects; * stands for any characters, ? for one.")
            String name,

            @JsonPropertyDescription("Source namespace of the objects. Default: each that is tested.") @Nullable
            String namespace,

            @Required
            @Size(min = 1)
            @JsonPropertyDescription("Why the application can do without them; every report quotes it.")
            String reason) {}

    /** How evidence becomes points. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Scoring(
            @JsonPropertyDescription(
                    "The policy to start from: standard (default) or existing-operator; the other fields change it.")
            @Nullable
            String policy,

            @JsonPropertyDescription("Points per level, by level name; integers that add up to exactly 100.") @Nullable
            Map<String, Integer> weights,

            @JsonPropertyDescription("Lowest scores for Pass and Partial.") @Nullable
            Thresholds thresholds,

            @JsonPropertyDescription(
                    "What a level earns of which a part is not good, by level name: AllOrNothing, Proportional or, for"
                            + " Completeness, HalfTypes or ExactTypes. Default HalfTypes for Completeness, Proportional for"
                            + " CrossNSDependencies, AllOrNothing for PodStartup and HealthChecks.")
            @Nullable
            Map<String, String> credit,

            @JsonPropertyDescription(
                    "What a level earns in which there is nothing to check, by level name: EarnsNothing or EarnsAll. Default"
                            + " EarnsAll for PodStartup, EarnsNothing for HealthChecks and RTOCompliance.")
            @Nullable
            Map<String, String> unconfigured,

            @JsonPropertyDescription(
                    "What the lost data of a volume costs: FailsTheRestore (default) or CountsAsAnObject.")
            @Nullable
            String lostData,

            @JsonPropertyDescription("Levels without which the result is Partial at best, by name.") @Nullable
            List<String> requiredLevels,

            @JsonPropertyDescription(
                    "Types of which objects cost points in Completeness, by kind, with the group where Kubernetes' own types have"
                            + " no such group: Deployment, Ingress, Widget.example.org. Others are compared and shown. Default"
                            + " Deployment, Service, PersistentVolumeClaim, ConfigMap and Secret.")
            @Nullable
            List<String> scoredResourceTypes) {}

    /** Lowest scores. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Thresholds(
            @JsonPropertyDescription("Lowest score that is a Pass. Default 90.") @Nullable
            Integer pass,

            @JsonPropertyDescription("Lowest score that is Partial. Default 70.") @Nullable
            Integer partial) {}
}
