package io.kymaros.core.report;

import java.time.Instant;
import java.util.stream.Stream;

/** The example report of the specification as it is written there, its wrong score included. */
final class SeedReport {
    private SeedReport() {}

    static ImmutableStoredReport report() {
        return StoredReport.builder()
                .creationTimestamp(Instant.parse("2024-01-15T03:00:00Z"))
                .score(94)
                .result("Pass")
                .runStartedAt(Instant.parse("2024-01-15T03:00:01Z"))
                .runCompletedAt(Instant.parse("2024-01-15T03:07:43Z"))
                .rto(StoredRto.builder()
                        .measuredSeconds(462)
                        .slaMaxSeconds(900)
                        .compliant(true)
                        .build())
                .addValidationLevels(
                        level("RestoreIntegrity", 25, 25, "Velero restore completed without errors")
                                .build(),
                        level("Completeness", 20, 18, "4/5 resource types matched exactly; Secrets: 7/8")
                                .addResourceTypes(
                                        type("Deployment", 3, 3),
                                        type("Service", 4, 4),
                                        type("PersistentVolumeClaim", 2, 2),
                                        type("ConfigMap", 6, 6),
                                        type("Secret", 8, 7))
                                .build(),
                        level("PodStartup", 20, 20, "All 6 pods reached Running/Ready state")
                                .items(good("api-7d9f8b6c4d-xk2lp", "worker-6c8b9d5f7-p9wqr", "postgres-0"))
                                .build(),
                        level("HealthChecks", 20, 20, "3/3 health checks passed")
                                .items(good("api-liveness", "db-connectivity", "worker-queue-depth"))
                                .build(),
                        level("CrossNSDependencies", 10, 10, "1/1 external dependency reachable")
                                .items(good("shared-auth-service"))
                                .build(),
                        level("RTOCompliance", 5, 5, "RTO 7m42s is within SLA of 15m")
                                .build())
                .summary(
                        "Score 94/100 (Pass). Restore completed in 7m42s. Minor completeness gap: 1 Secret missing from"
                                + " restore (check Velero backup filters). All pods healthy, all health checks passed, RTO"
                                + " compliant.\n")
                .build();
    }

    private static ImmutableStoredLevel.Builder level(String name, int max, int earned, String message) {
        return StoredLevel.builder()
                .name(name)
                .maxPoints(max)
                .pointsEarned(earned)
                .passed(true)
                .message(message);
    }

    private static StoredResourceType type(String resourceType, int expected, int found) {
        return StoredResourceType.builder()
                .resourceType(resourceType)
                .expected(expected)
                .found(found)
                .matched(expected == found)
                .build();
    }

    private static Iterable<StoredItem> good(String... names) {
        return Stream.of(names).map(name -> StoredItem.of(name, true)).toList();
    }
}
