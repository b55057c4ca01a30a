package io.kymaros.benchmarks;

import io.kymaros.core.evidence.CheckEvidence;
import io.kymaros.core.evidence.CheckResult;
import io.kymaros.core.evidence.CompletenessEvidence;
import io.kymaros.core.evidence.DependenciesEvidence;
import io.kymaros.core.evidence.DependencyEvidence;
import io.kymaros.core.evidence.HealthChecksEvidence;
import io.kymaros.core.evidence.ObjectEvidence;
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

/** Runs of a given size: as many objects in each of the five scored types, and a pod for every ten objects. */
final class SampleRun {
    private static final List<String> TYPES =
            List.of("Deployment", "Service", "PersistentVolumeClaim", "ConfigMap", "Secret");

    private SampleRun() {}

    /**
     * A run.
     *
     * @param objects expected objects in all
     * @param lostOf one of how many objects and pods is lost; 0 for none
     */
    static RunEvidence of(int objects, int lostOf) {
        return RunEvidence.builder()
                .testName("shop-nightly")
                .testNamespace("kymaros-system")
                .startedAt(Instant.parse("2024-01-15T03:00:01Z"))
                .completedAt(Instant.parse("2024-01-15T03:07:43Z"))
                .restore(RestoreEvidence.builder()
                        .tool("Velero")
                        .phase(RestorePhase.COMPLETED)
                        .build())
                .completeness(CompletenessEvidence.builder()
                        .resourceTypes(TYPES.stream()
                                .map(type -> type(type, objects / TYPES.size(), lostOf))
                                .toList())
                        .build())
                .podStartup(PodStartupEvidence.builder()
                        .pods(IntStream.range(0, Math.max(1, objects / 10))
                                .mapToObj(i -> pod(i, lost(i, lostOf)))
                                .toList())
                        .build())
                .healthChecks(HealthChecksEvidence.builder()
                        .policy("shop-checks")
                        .addChecks(check("api-liveness"), check("db-connectivity"), check("worker-queue-depth"))
                        .build())
                .dependencies(DependenciesEvidence.builder()
                        .addDependencies(DependencyEvidence.builder()
                                .name("shared-auth-service")
                                .namespace("platform")
                                .reachability(Reachability.REACHABLE)
                                .method("readyEndpoints")
                                .build())
                        .build())
                .rto(RtoEvidence.builder()
                        .measuredSeconds(462)
                        .slaMaxSeconds(900)
                        .build())
                .build();
    }

    private static ResourceTypeEvidence type(String resourceType, int count, int lostOf) {
        return ResourceTypeEvidence.builder()
                .resourceType(resourceType)
                .objects(IntStream.range(0, count)
                        .mapToObj(i -> ObjectEvidence.builder()
                                .namespace("shop")
                                .name("object-" + i)
                                .restored(!lost(i, lostOf))
                                .build())
                        .toList())
                .build();
    }

    private static PodEvidence pod(int number, boolean lost) {
        return PodEvidence.builder().podName("pod-" + number).ready(!lost).build();
    }

    private static CheckEvidence check(String name) {
        return CheckEvidence.builder()
                .name(name)
                .type("http")
                .target("http://" + name)
                .result(CheckResult.PASS)
                .build();
    }

    private static boolean lost(int number, int lostOf) {
        return lostOf > 0 && number % lostOf == 0;
    }
}
