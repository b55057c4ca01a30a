package io.kymaros.core;

import io.kymaros.core.evidence.BackupEvidence;
import io.kymaros.core.evidence.CheckEvidence;
import io.kymaros.core.evidence.CheckResult;
import io.kymaros.core.evidence.CompletenessEvidence;
import io.kymaros.core.evidence.DependenciesEvidence;
import io.kymaros.core.evidence.DependencyEvidence;
import io.kymaros.core.evidence.HealthChecksEvidence;
import io.kymaros.core.evidence.ImmutableRunEvidence;
import io.kymaros.core.evidence.ObjectEvidence;
import io.kymaros.core.evidence.ObjectOrigin;
import io.kymaros.core.evidence.PodEvidence;
import io.kymaros.core.evidence.PodStartupEvidence;
import io.kymaros.core.evidence.Reachability;
import io.kymaros.core.evidence.ResourceTypeEvidence;
import io.kymaros.core.evidence.RestoreEvidence;
import io.kymaros.core.evidence.RestorePhase;
import io.kymaros.core.evidence.RtoEvidence;
import io.kymaros.core.evidence.RunEvidence;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** The evidence behind the example report of the specification. */
public final class Seed {
    private Seed() {}

    /** The run of the example: one Secret left out by the backup's filter, all else well. */
    public static RunEvidence evidence() {
        return run().build();
    }

    /** The same, to be changed. */
    public static ImmutableRunEvidence.Builder run() {
        return RunEvidence.builder()
                .testName("my-first-test")
                .testNamespace("kymaros-system")
                .startedAt(Instant.parse("2024-01-15T03:00:01Z"))
                .completedAt(Instant.parse("2024-01-15T03:07:43Z"))
                .backup(BackupEvidence.builder()
                        .name("shop-20240115")
                        .startedAt(Instant.parse("2024-01-15T01:00:00Z"))
                        .addNamespaces("shop")
                        .build())
                .sandboxNamespace("rp-test-a3f2c1")
                .restoreName("kymaros-my-first-test-20240115t030001")
                .restore(RestoreEvidence.builder()
                        .tool("Velero")
                        .phase(RestorePhase.COMPLETED)
                        .build())
                .completeness(completeness())
                .podStartup(podStartup())
                .healthChecks(healthChecks())
                .dependencies(dependencies())
                .rto(RtoEvidence.builder()
                        .measuredSeconds(462)
                        .slaMaxSeconds(900)
                        .build());
    }

    /** Four types exact, one of eight Secrets lost. */
    public static CompletenessEvidence completeness() {
        ResourceTypeEvidence secrets = ResourceTypeEvidence.builder()
                .from(type("Secret", 7))
                .addObjects(ObjectEvidence.builder()
                        .name("payment-key")
                        .origin(ObjectOrigin.SOURCE_NAMESPACE)
                        .restored(false)
                        .build())
                .build();
        return CompletenessEvidence.builder()
                .addResourceTypes(
                        type("Deployment", 3),
                        type("Service", 4),
                        type("PersistentVolumeClaim", 2),
                        type("ConfigMap", 6),
                        secrets)
                .build();
    }

    /** A type of which everything came back. */
    public static ResourceTypeEvidence type(String resourceType, int count) {
        return ResourceTypeEvidence.builder()
                .resourceType(resourceType)
                .objects(IntStream.range(0, count)
                        .mapToObj(i -> ObjectEvidence.builder()
                                .name("object-" + i)
                                .restored(true)
                                .build())
                        .toList())
                .build();
    }

    private static PodStartupEvidence podStartup() {
        return PodStartupEvidence.builder()
                .addPods(
                        pod("api-7d9f8b6c4d-xk2lp", "Deployment/api", 18),
                        pod("api-7d9f8b6c4d-q8zrt", "Deployment/api", 19),
                        pod("api-7d9f8b6c4d-m4nvc", "Deployment/api", 18),
                        pod("worker-6c8b9d5f7-p9wqr", "Deployment/worker", 22),
                        pod("worker-6c8b9d5f7-h2jks", "Deployment/worker", 21),
                        pod("postgres-0", "StatefulSet/postgres", 41))
                .build();
    }

    /** A ready pod. */
    public static PodEvidence pod(String name, String workload, int startupSeconds) {
        return PodEvidence.builder()
                .podName(name)
                .workload(workload)
                .ready(true)
                .startupSeconds(startupSeconds)
                .build();
    }

    private static HealthChecksEvidence healthChecks() {
        return HealthChecksEvidence.builder()
                .policy("shop-checks")
                .addChecks(
                        http("api-liveness", "http://api.rp-test-a3f2c1.svc.cluster.local/healthz", 34),
                        CheckEvidence.builder()
                                .name("db-connectivity")
                                .type("exec")
                                .target("postgres-0")
                                .command(List.of("pg_isready", "-U", "app"))
                                .result(CheckResult.PASS)
                                .durationMs(12)
                                .build(),
                        http("worker-queue-depth", "http://worker.rp-test-a3f2c1.svc.cluster.local/metrics", 28))
                .build();
    }

    private static CheckEvidence http(String name, String target, long durationMs) {
        return CheckEvidence.builder()
                .name(name)
                .type("http")
                .target(target)
                .result(CheckResult.PASS)
                .statusCode(200)
                .durationMs(durationMs)
                .build();
    }

    private static DependenciesEvidence dependencies() {
        return DependenciesEvidence.builder()
                .addDependencies(DependencyEvidence.builder()
                        .name("shared-auth-service")
                        .namespace("platform")
                        .reachability(Reachability.REACHABLE)
                        .method("sandboxProbe")
                        .durationMs(8)
                        .build())
                .build();
    }
}
