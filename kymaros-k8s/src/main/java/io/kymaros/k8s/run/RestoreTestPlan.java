package io.kymaros.k8s.run;

import io.kymaros.core.evidence.IgnoredLoss;
import io.kymaros.core.policy.ScoringPolicy;
import io.kymaros.k8s.api.HealthCheckPolicySpec.Check;
import io.kymaros.k8s.api.RestoreTestSpec.Dependency;
import io.kymaros.k8s.api.RestoreTestSpec.DependencyProbe;
import io.kymaros.k8s.api.RestoreTestSpec.NetworkIsolation;
import io.kymaros.k8s.api.RestoreTestSpec.ResourceQuotaSpec;
import io.kymaros.k8s.api.RestoreTestSpec.SourceNamespace;
import io.kymaros.k8s.backup.BackupRequest;
import io.kymaros.k8s.logs.LogRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/** A RestoreTest that was found to be workable: defaults filled in, durations read, the linked policy at hand. */
@Value.Immutable
public interface RestoreTestPlan {
    /** Name of the RestoreTest. */
    String testName();

    /** Namespace of the RestoreTest; reports are written there. */
    String testNamespace();

    /** The tool that made the backup, for example {@code velero}. */
    String provider();

    /** Which backup to restore. */
    BackupRequest backup();

    /** Source namespaces under test; empty to take those that the backup names. */
    List<SourceNamespace> sourceNamespaces();

    /** Start of a sandbox's name. */
    String sandboxPrefix();

    /** How long pods may take to become ready, and how long an abandoned sandbox may live. */
    Duration ttl();

    /** Quota of a sandbox. */
    Optional<ResourceQuotaSpec> quota();

    /** How far a sandbox is cut off. */
    NetworkIsolation isolation();

    /** Labels for the sandbox's namespaces that policies of the cluster look at. */
    Map<String, String> sandboxLabels();

    /** Types of custom resources that may come back into the sandbox, as plural.group. */
    List<String> customResources();

    /** Name of the linked HealthCheckPolicy. */
    Optional<String> policyName();

    /** The checks of the linked policy. */
    List<Check> checks();

    /** Longest time for all checks. */
    Duration checksTimeout();

    /** The recovery time objective. */
    Optional<Duration> maxRto();

    /** Longest time for the whole run. */
    Duration timeout();

    /** After this time a run that has not ended was killed, and anyone may clean up after it. */
    @Value.Derived
    default Duration longest() {
        return timeout().plus(ttl());
    }

    /** Declared services of other namespaces. */
    List<Dependency> dependencies();

    /** Which logs of failing pods to keep, and whether to keep any beside the report. */
    @Value.Default
    default LogRequest logs() {
        return LogRequest.NONE;
    }

    /** Whether to collect logs of failing pods for whoever started the run, also where none are kept beside the report. */
    @Value.Default
    default boolean collectsLogs() {
        return logs().enabled();
    }

    /** How to connect to those from inside the sandbox; empty to look at their endpoints only. */
    Optional<DependencyProbe> dependencyProbe();

    /** What the application can do without. */
    List<IgnoredLoss> ignoredLosses();

    /** How the evidence is judged. */
    ScoringPolicy scoring();

    /** How many reports to keep. */
    int historyLimit();

    /** Starts an empty plan. */
    static ImmutableRestoreTestPlan.Builder builder() {
        return ImmutableRestoreTestPlan.builder();
    }
}
