package io.kymaros.k8s.run;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kymaros.core.evidence.IgnoredLoss;
import io.kymaros.k8s.api.Api;
import io.kymaros.k8s.api.GoDuration;
import io.kymaros.k8s.api.HealthCheckPolicy;
import io.kymaros.k8s.api.HealthCheckPolicySpec.Check;
import io.kymaros.k8s.api.RestoreTest;
import io.kymaros.k8s.api.RestoreTestSpec;
import io.kymaros.k8s.api.RestoreTestSpec.BackupSource;
import io.kymaros.k8s.api.RestoreTestSpec.Dependency;
import io.kymaros.k8s.api.RestoreTestSpec.DependencyProbe;
import io.kymaros.k8s.api.RestoreTestSpec.Ignored;
import io.kymaros.k8s.api.RestoreTestSpec.LogCollection;
import io.kymaros.k8s.api.RestoreTestSpec.NetworkIsolation;
import io.kymaros.k8s.api.RestoreTestSpec.ResourceQuotaSpec;
import io.kymaros.k8s.api.RestoreTestSpec.SourceNamespace;
import io.kymaros.k8s.backup.BackupRequest;
import io.kymaros.k8s.fault.ApiFault;
import io.kymaros.k8s.fault.InvalidInputException;
import io.kymaros.k8s.logs.LogRequest;
import io.kymaros.k8s.report.ScoringFields;
import io.kymaros.k8s.sandbox.RestoredTypes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns a RestoreTest and its HealthCheckPolicy into a plan, or refuses them with a message that names the field. What the
 * CRDs' schemas refuse is refused here too, because a test can also come from a file.
 */
public final class RestoreTestPlanner {
    private static final Pattern NAMESPACE_NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    static final String DEFAULT_TOOL_NAMESPACE = "velero";
    private static final Pattern OBJECT_NAME =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    /** A quantity as Kubernetes writes it, not negative: {@code 4}, {@code 500m}, {@code 8Gi}. */
    private static final Pattern LABEL_KEY =
            Pattern.compile("([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");

    private static final Pattern LABEL_VALUE = Pattern.compile("([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?");

    private static final Pattern CUSTOM_RESOURCE = Pattern.compile("[a-z0-9-]{1,63}(\\.[a-z0-9-]{1,63})+");

    private static final Pattern QUANTITY =
            Pattern.compile("\\+?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]{1,2})?");

    private static final int MAX_OBJECT_NAME = 253;
    private static final int MAX_QUANTITY = 32;
    private static final int MAX_PREFIX = 40;
    private static final int MAX_HISTORY = 1000;
    private static final int MAX_LOG_LINES = 10_000;

    private final RestoreTest test;
    private final RestoreTestSpec spec;
    private final @Nullable HealthCheckPolicy policy;

    private RestoreTestPlanner(RestoreTest test, RestoreTestSpec spec, @Nullable HealthCheckPolicy policy) {
        this.test = test;
        this.spec = spec;
        this.policy = policy;
    }

    /**
     * Reads a test and its policy from the cluster and plans them.
     *
     * @throws InvalidInputException if the test or its policy doesn't exist, can't be read, or can't work
     */
    public static RestoreTestPlan read(KubernetesClient client, String namespace, String name) {
        RestoreTest test = get(client, RestoreTest.class, "RestoreTest", namespace, name)
                .orElseThrow(() -> new InvalidInputException("RestoreTest " + namespace + "/" + name
                        + " does not exist. See what does: kubectl get restoretests -A"));
        return plan(client, test);
    }

    /** Plans a test that is at hand, with the policy that it names taken from the cluster. */
    public static RestoreTestPlan plan(KubernetesClient client, RestoreTest test) {
        RestoreTestSpec spec = specOf(test);
        if (spec.healthChecks() == null || blank(spec.healthChecks().policyRef())) {
            return plan(test, (HealthCheckPolicy) null);
        }
        String namespace = test.getMetadata().getNamespace();
        String policyName = spec.healthChecks().policyRef();
        HealthCheckPolicy policy = get(client, HealthCheckPolicy.class, "HealthCheckPolicy", namespace, policyName)
                .orElseThrow(() -> new InvalidInputException(
                        subject(test),
                        "spec.healthChecks.policyRef",
                        "HealthCheckPolicy " + namespace + "/" + policyName
                                + " does not exist. Create it, or remove the reference."));
        return plan(test, policy);
    }

    /** Plans a test with the policy that it names, both at hand. */
    public static RestoreTestPlan plan(RestoreTest test, @Nullable HealthCheckPolicy policy) {
        return new RestoreTestPlanner(test, specOf(test), policy).plan();
    }

    private RestoreTestPlan plan() {
        requireNamespaceName("metadata.namespace", test.getMetadata().getNamespace());
        BackupSource source = backupSource();
        List<SourceNamespace> namespaces = sourceNamespaces(source);
        return RestoreTestPlan.builder()
                .testName(test.getMetadata().getName())
                .testNamespace(test.getMetadata().getNamespace())
                .provider(Optional.ofNullable(source.provider()).orElse("velero"))
                .backup(BackupRequest.builder()
                        .toolNamespace(
                                Optional.ofNullable(source.veleroNamespace()).orElse(DEFAULT_TOOL_NAMESPACE))
                        .backupName(source.backupName())
                        .labelSelector(orEmpty(source.labelSelector()))
                        .namespaces(
                                namespaces.stream().map(SourceNamespace::name).toList())
                        .build())
                .sourceNamespaces(namespaces)
                .sandboxPrefix(sandboxPrefix())
                .ttl(sandbox(RestoreTestSpec.Sandbox::ttl)
                        .map(ttl -> duration("spec.sandbox.ttl", ttl))
                        .orElse(Duration.ofMinutes(30)))
                .quota(quota())
                .isolation(sandbox(RestoreTestSpec.Sandbox::networkIsolation).orElse(NetworkIsolation.strict))
                .sandboxLabels(sandboxLabels())
                .customResources(customResources())
                .policyName(Optional.ofNullable(spec.healthChecks()).map(RestoreTestSpec.HealthChecks::policyRef))
                .checks(checks())
                .checksTimeout(Optional.ofNullable(spec.healthChecks())
                        .map(RestoreTestSpec.HealthChecks::timeout)
                        .map(timeout -> duration("spec.healthChecks.timeout", timeout))
                        .orElse(Duration.ofMinutes(5)))
                .maxRto(Optional.ofNullable(spec.sla())
                        .map(RestoreTestSpec.Sla::maxRTO)
                        .map(max -> duration("spec.sla.maxRTO", max)))
                .timeout(Optional.ofNullable(spec.timeout())
                        .map(timeout -> duration("spec.timeout", timeout))
                        .orElse(Duration.ofHours(1)))
                .dependencies(dependencies(namespaces))
                .dependencyProbe(dependencyProbe())
                .scoring(ScoringFields.policy(subject(test), "spec.scoring", spec.scoring()))
                .ignoredLosses(ignoredLosses(namespaces))
                .historyLimit(historyLimit())
                .logs(logs())
                .build();
    }

    private BackupSource backupSource() {
        BackupSource source = spec.backupSource();
        if (source == null) {
            throw refuse("spec.backupSource", "is missing; name the backup, for example {backupName: latest}");
        }
        if (blank(source.backupName())) {
            throw refuse("spec.backupSource.backupName", "is missing; write a backup's name, or latest");
        }
        requireObjectName("spec.backupSource.backupName", source.backupName());
        if (source.provider() != null && source.provider().isBlank()) {
            throw refuse("spec.backupSource.provider", "is empty; write velero, or leave it out");
        }
        if (source.veleroNamespace() != null) {
            requireNamespaceName("spec.backupSource.veleroNamespace", source.veleroNamespace());
        }
        for (Map.Entry<String, @Nullable String> label :
                orEmpty(source.labelSelector()).entrySet()) {
            if (label.getValue() == null) {
                throw refuse("spec.backupSource.labelSelector", label.getKey() + " has no value");
            }
        }
        return source;
    }

    private Optional<ResourceQuotaSpec> quota() {
        Optional<ResourceQuotaSpec> quota = sandbox(RestoreTestSpec.Sandbox::resourceQuota);
        quota.ifPresent(limits -> {
            requireQuantity("spec.sandbox.resourceQuota.cpu", limits.cpu());
            requireQuantity("spec.sandbox.resourceQuota.memory", limits.memory());
            requireQuantity("spec.sandbox.resourceQuota.storage", limits.storage());
        });
        return quota;
    }

    private void requireQuantity(String field, @Nullable String quantity) {
        if (quantity != null
                && (quantity.length() > MAX_QUANTITY
                        || !QUANTITY.matcher(quantity).matches())) {
            throw refuse(field, "\"" + quantity + "\" is not a quantity; write for example 4, 500m or 8Gi");
        }
    }

    private List<SourceNamespace> sourceNamespaces(BackupSource source) {
        List<SourceNamespace> namespaces = orEmpty(source.namespaces());
        Set<String> names = new HashSet<>();
        Set<String> sandboxes = new HashSet<>();
        for (int i = 0; i < namespaces.size(); i++) {
            String field = "spec.backupSource.namespaces[" + i + "]";
            SourceNamespace namespace = present(field, namespaces.get(i));
            requireNamespaceName(field + ".name", namespace.name());
            if (!names.add(namespace.name())) {
                throw refuse(field + ".name", namespace.name() + " is listed twice");
            }
            if (namespace.sandboxName() != null) {
                requireNamespaceName(field + ".sandboxName", namespace.sandboxName());
                if (!sandboxes.add(namespace.sandboxName())) {
                    throw refuse(field + ".sandboxName", namespace.sandboxName() + " is used twice");
                }
            }
        }
        for (String sandbox : sandboxes) {
            if (names.contains(sandbox)) {
                throw refuse(
                        "spec.backupSource.namespaces",
                        "sandboxName " + sandbox + " is a source namespace; a restore test never writes there");
            }
        }
        return namespaces;
    }

    private Map<String, String> sandboxLabels() {
        Map<String, @Nullable String> labels =
                orEmpty(sandbox(RestoreTestSpec.Sandbox::labels).orElse(null));
        Map<String, String> usable = new TreeMap<>();
        labels.forEach((key, value) -> {
            String field = "spec.sandbox.labels";
            if (!LABEL_KEY.matcher(key).matches()) {
                throw refuse(field, "\"" + key + "\" is not a label's key");
            }
            if (value == null || !LABEL_VALUE.matcher(value).matches()) {
                throw refuse(field, key + ": \"" + value + "\" is not a label's value");
            }
            if (key.startsWith(Api.GROUP + "/") || key.equals("kubernetes.io/metadata.name")) {
                throw refuse(field, key + " is set by the run or by Kubernetes; leave it out");
            }
            usable.put(key, value);
        });
        return usable;
    }

    private List<String> customResources() {
        List<String> types =
                orEmpty(sandbox(RestoreTestSpec.Sandbox::customResources).orElse(null));
        for (int i = 0; i < types.size(); i++) {
            String field = "spec.sandbox.customResources[" + i + "]";
            String type = present(field, types.get(i));
            if (!CUSTOM_RESOURCE.matcher(type).matches()) {
                throw refuse(
                        field,
                        "\"" + type + "\" is not a type; write its plural and its group, for example"
                                + " clusters.postgresql.cnpg.io");
            }
            if (RestoredTypes.isKubernetes(type.substring(type.indexOf('.') + 1))) {
                throw refuse(field, type + " is no custom resource; leave it out");
            }
            if (RestoredTypes.opensTheSandbox(type)) {
                throw refuse(field, type + " would open the sandbox; leave it out");
            }
        }
        return types;
    }

    private String sandboxPrefix() {
        String prefix = sandbox(RestoreTestSpec.Sandbox::namespacePrefix).orElse("rp-test");
        requireNamespaceName("spec.sandbox.namespacePrefix", prefix);
        if (prefix.length() > MAX_PREFIX) {
            throw refuse("spec.sandbox.namespacePrefix", "is longer than " + MAX_PREFIX + " characters");
        }
        return prefix;
    }

    private <T> Optional<T> sandbox(java.util.function.Function<RestoreTestSpec.Sandbox, @Nullable T> field) {
        return Optional.ofNullable(spec.sandbox()).map(sandbox -> field.apply(sandbox));
    }

    private List<Check> checks() {
        if (spec.healthChecks() == null) {
            return List.of();
        }
        if (blank(spec.healthChecks().policyRef())) {
            throw refuse("spec.healthChecks.policyRef", "is missing; name a HealthCheckPolicy");
        }
        if (policy == null
                || policy.getMetadata() == null
                || !spec.healthChecks().policyRef().equals(policy.getMetadata().getName())) {
            throw refuse(
                    "spec.healthChecks.policyRef",
                    "HealthCheckPolicy " + spec.healthChecks().policyRef() + " was not given");
        }
        return new HealthCheckPolicyReader(policy).checks();
    }

    private List<Dependency> dependencies(List<SourceNamespace> sources) {
        List<Dependency> dependencies = orEmpty(spec.dependencies());
        for (int i = 0; i < dependencies.size(); i++) {
            String field = "spec.dependencies[" + i + "]";
            Dependency dependency = present(field, dependencies.get(i));
            requireNamespaceName(field + ".name", dependency.name());
            requireNamespaceName(field + ".namespace", dependency.namespace());
            if (dependency.port() != null && (dependency.port() < 1 || dependency.port() > 65535)) {
                throw refuse(field + ".port", dependency.port() + " is not a port; use 1 to 65535");
            }
            if (sources.stream().anyMatch(source -> source.name().equals(dependency.namespace()))) {
                throw refuse(
                        field + ".namespace",
                        dependency.namespace() + " is itself under test; list services of other namespaces only");
            }
        }
        return dependencies;
    }

    private List<IgnoredLoss> ignoredLosses(List<SourceNamespace> sources) {
        List<IgnoredLoss> losses = new ArrayList<>();
        List<Ignored> entries = orEmpty(spec.ignoredLosses());
        for (int i = 0; i < entries.size(); i++) {
            String field = "spec.ignoredLosses[" + i + "]";
            Ignored entry = present(field, entries.get(i));
            requireText(field + ".kind", entry.kind(), "write a kind, for example PersistentVolumeClaim");
            requireText(field + ".name", entry.name(), "write a name; * stands for any characters");
            requireText(field + ".reason", entry.reason(), "say why the application can do without it");
            if (entry.namespace() != null
                    && !sources.isEmpty()
                    && sources.stream().noneMatch(source -> source.name().equals(entry.namespace()))) {
                throw refuse(
                        field + ".namespace",
                        entry.namespace() + " is not under test; name a source namespace, or none");
            }
            losses.add(IgnoredLoss.builder()
                    .kind(entry.kind())
                    .name(entry.name())
                    .namespace(Optional.ofNullable(entry.namespace()))
                    .reason(entry.reason())
                    .build());
        }
        return losses;
    }

    private void requireText(String field, @Nullable String text, String remedy) {
        if (blank(text)) {
            throw refuse(field, "is missing; " + remedy);
        }
    }

    private LogRequest logs() {
        LogCollection logs = spec.logCollection();
        if (logs == null) {
            return LogRequest.NONE;
        }
        int lines = Optional.ofNullable(logs.maxLines()).orElse(LogRequest.DEFAULT_LINES);
        if (lines < 1 || lines > MAX_LOG_LINES) {
            throw refuse("spec.logCollection.maxLines", lines + " is out of range; use 1 to " + MAX_LOG_LINES);
        }
        return new LogRequest(
                Boolean.TRUE.equals(logs.enabled()),
                lines,
                !Boolean.FALSE.equals(logs.includeEvents()),
                !Boolean.FALSE.equals(logs.includeInit()),
                !Boolean.FALSE.equals(logs.includePrevious()));
    }

    private Optional<DependencyProbe> dependencyProbe() {
        DependencyProbe probe = spec.dependencyProbe();
        if (probe == null) {
            return Optional.empty();
        }
        if (blank(probe.image()) || probe.image().chars().anyMatch(c -> c <= ' ')) {
            throw refuse("spec.dependencyProbe.image", "\"" + probe.image() + "\" is not an image");
        }
        if (probe.command() != null
                && (probe.command().isEmpty() || probe.command().stream().anyMatch(word -> word == null))) {
            throw refuse("spec.dependencyProbe.command", "has an empty entry, or none; leave it out for the default");
        }
        if (probe.timeout() != null) {
            duration("spec.dependencyProbe.timeout", probe.timeout());
        }
        return Optional.of(probe);
    }

    private int historyLimit() {
        int limit = Optional.ofNullable(spec.historyLimit()).orElse(10);
        if (limit < 1 || limit > MAX_HISTORY) {
            throw refuse("spec.historyLimit", limit + " is out of range; use 1 to " + MAX_HISTORY);
        }
        return limit;
    }

    private Duration duration(String field, String text) {
        Duration duration = GoDuration.parse(text)
                .orElseThrow(
                        () -> refuse(field, "\"" + text + "\" is not a duration; write for example 90s, 15m or 1h30m"));
        if (duration.isZero()) {
            throw refuse(field, "must be longer than nothing");
        }
        return duration;
    }

    private void requireNamespaceName(String field, @Nullable String name) {
        if (name == null || !NAMESPACE_NAME.matcher(name).matches()) {
            throw refuse(field, "\"" + name + "\" is not a name; use a-z, 0-9 and -, 63 characters at most");
        }
    }

    private void requireObjectName(String field, String name) {
        if (name.length() > MAX_OBJECT_NAME || !OBJECT_NAME.matcher(name).matches()) {
            throw refuse(
                    field,
                    "\"" + name + "\" is not a name; use a-z, 0-9, - and ., " + MAX_OBJECT_NAME
                            + " characters at most");
        }
    }

    /** A list may hold an empty entry: a hyphen with nothing after it. */
    private <T> T present(String field, @Nullable T entry) {
        if (entry == null) {
            throw refuse(field, "is empty");
        }
        return entry;
    }

    private InvalidInputException refuse(String field, String problem) {
        return new InvalidInputException(subject(test), field, problem);
    }

    private static RestoreTestSpec specOf(RestoreTest test) {
        if (test.getMetadata() == null) {
            throw new InvalidInputException("RestoreTest: metadata: is missing");
        }
        String name = test.getMetadata().getName();
        if (blank(name)) {
            throw new InvalidInputException("RestoreTest: metadata.name: is missing");
        }
        if (name.length() > MAX_OBJECT_NAME || !OBJECT_NAME.matcher(name).matches()) {
            throw new InvalidInputException("RestoreTest: metadata.name: \"" + name
                    + "\" is not a name; use a-z, 0-9, - and ., " + MAX_OBJECT_NAME + " characters at most");
        }
        if (test.getSpec() == null) {
            throw new InvalidInputException(subject(test), "spec", "is missing");
        }
        return test.getSpec();
    }

    private static String subject(RestoreTest test) {
        return "RestoreTest " + test.getMetadata().getNamespace() + "/"
                + test.getMetadata().getName();
    }

    private static <T extends io.fabric8.kubernetes.api.model.HasMetadata> Optional<T> get(
            KubernetesClient client, Class<T> type, String kind, String namespace, String name) {
        try {
            return Optional.ofNullable(
                    client.resources(type).inNamespace(namespace).withName(name).get());
        } catch (KubernetesClientException e) {
            throw ApiFault.obstacle("read " + kind + " " + namespace + "/" + name, e);
        }
    }

    private static boolean blank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    private static <K, V> Map<K, V> orEmpty(@Nullable Map<K, V> map) {
        return map == null ? Map.of() : map;
    }
}
