package io.kymaros.k8s.run;

import io.kymaros.k8s.api.Api;
import io.kymaros.k8s.api.RestoreReport;
import io.kymaros.k8s.api.RestoreTestSpec.SourceNamespace;
import io.kymaros.k8s.backup.Backup;
import io.kymaros.k8s.backup.RestoreHandle;
import io.kymaros.k8s.fault.ObstacleException;
import io.kymaros.k8s.report.ReportName;
import io.kymaros.k8s.sandbox.Sandbox;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The sandbox that a run is going to make: a namespace for each source namespace under test. */
final class PlannedSandbox {
    private final RestoreTestPlan plan;
    private final Backup backup;
    private final RestoreReport report;
    private final Instant startedAt;

    /**
     * @param report the run's report, which was opened already
     * @param startedAt when the run started, in server time
     */
    PlannedSandbox(RestoreTestPlan plan, Backup backup, RestoreReport report, Instant startedAt) {
        this.plan = plan;
        this.backup = backup;
        this.report = report;
        this.startedAt = startedAt;
    }

    /** The source namespaces under test: those of the test, otherwise those that the backup names. */
    List<SourceNamespace> sources() {
        return plan.sourceNamespaces().isEmpty()
                ? backup.includedNamespaces().stream()
                        .map(name -> new SourceNamespace(name, null))
                        .toList()
                : plan.sourceNamespaces();
    }

    /**
     * The sandbox as it is to be made.
     *
     * @throws ObstacleException if nothing names a namespace
     */
    Sandbox sandbox() {
        if (sources().isEmpty()) {
            throw new ObstacleException(
                    "NamespacesNotNamed",
                    "Backup " + backup.name()
                            + " does not name its namespaces, so a sandbox can't be made for each."
                            + " List those to test in spec.backupSource.namespaces.");
        }
        return Sandbox.builder()
                .namespaces(names())
                .runUid(uid())
                .labels(Map.of(
                        Api.RUN_UID_LABEL,
                        uid(),
                        Api.TEST_NAME_LABEL,
                        ReportName.label(plan.testName()),
                        Api.TEST_NAMESPACE_LABEL,
                        plan.testNamespace()))
                .annotations(Map.of(
                        Api.REPORT_ANNOTATION,
                        plan.testNamespace() + "/" + report.getMetadata().getName(),
                        Api.RESTORE_ANNOTATION,
                        restore().toolNamespace() + "/" + restore().name()))
                .expiresAt(startedAt.plus(plan.longest()))
                .isolation(plan.isolation())
                .namespaceLabels(plan.sandboxLabels())
                .customResources(plan.customResources())
                .quota(plan.quota())
                .build();
    }

    /** The restore that will fill it. */
    RestoreHandle restore() {
        return new RestoreHandle(backup.toolNamespace(), ReportName.restore(plan.testName(), startedAt, uid()));
    }

    /** {@code <prefix>-<6 hexadecimal digits of the run's uid>}; further ones get a number. */
    private Map<String, String> names() {
        String base = plan.sandboxPrefix() + "-" + ReportName.digits(uid());
        Map<String, String> names = new LinkedHashMap<>();
        for (SourceNamespace source : sources()) {
            String made = names.isEmpty() ? base : base + "-" + (names.size() + 1);
            names.put(source.name(), Optional.ofNullable(source.sandboxName()).orElse(made));
        }
        return names;
    }

    private String uid() {
        return report.getMetadata().getUid();
    }
}
