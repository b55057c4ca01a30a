package io.kymaros.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.kymaros.core.Seed;
import io.kymaros.core.evidence.CheckEvidence;
import io.kymaros.core.evidence.CheckResult;
import io.kymaros.core.evidence.CompletenessEvidence;
import io.kymaros.core.evidence.DependenciesEvidence;
import io.kymaros.core.evidence.EvidenceGap;
import io.kymaros.core.evidence.HealthChecksEvidence;
import io.kymaros.core.evidence.ImmutableResourceTypeEvidence;
import io.kymaros.core.evidence.ImmutableRunEvidence;
import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.ObjectDefect;
import io.kymaros.core.evidence.ObjectEvidence;
import io.kymaros.core.evidence.ObjectOrigin;
import io.kymaros.core.evidence.Obstacle;
import io.kymaros.core.evidence.PodEvidence;
import io.kymaros.core.evidence.PodStartupEvidence;
import io.kymaros.core.evidence.ResourceTypeEvidence;
import io.kymaros.core.evidence.RestoreEvidence;
import io.kymaros.core.evidence.RestorePhase;
import io.kymaros.core.evidence.RtoEvidence;
import io.kymaros.core.evidence.RunEvidence;
import io.kymaros.core.policy.ScoringPolicy;
import io.kymaros.core.policy.Unconfigured;
import io.kymaros.core.score.ConfidenceScorer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SummaryTest {
    private static final CompletenessEvidence EXACT = CompletenessEvidence.builder()
            .addResourceTypes(Seed.type("Secret", 8))
            .build();

    @Test
    void perfectRun() {
        assertThat(summary(Seed.run().completeness(EXACT)))
                .isEqualTo("Score 100/100 (Pass). Restore completed in 7m42s. All expected resources restored, all pods"
                        + " healthy, all health checks passed, RTO compliant.");
    }

    @Test
    void failedRestore() {
        assertThat(summary(Seed.run()
                        .completeness(EXACT)
                        .restore(RestoreEvidence.builder()
                                .tool("Velero")
                                .phase(RestorePhase.PARTIALLY_FAILED)
                                .errors(3)
                                .build())))
                .isEqualTo("Score 75/100 (Partial). Velero restore ended PartiallyFailed with 3 errors. All expected"
                        + " resources restored, all pods healthy, all health checks passed, RTO compliant.");
    }

    @Test
    void lossesOfEachKind() {
        ResourceTypeEvidence secrets = ResourceTypeEvidence.builder()
                .resourceType("Secret")
                .addObjects(
                        lost("a", ObjectOrigin.BACKUP),
                        lost("b", ObjectOrigin.BACKUP),
                        lost("c", ObjectOrigin.SOURCE_NAMESPACE))
                .build();
        ResourceTypeEvidence services = ResourceTypeEvidence.builder()
                .resourceType("Service")
                .addObjects(lost("a", ObjectOrigin.BACKUP))
                .build();
        ResourceTypeEvidence volumes = ResourceTypeEvidence.builder()
                .resourceType("PersistentVolumeClaim")
                .addObjects(ObjectEvidence.builder()
                        .name("data")
                        .restored(true)
                        .defect(ObjectDefect.of("VolumeDataMissing", "no data"))
                        .build())
                .addUnexpected("surplus")
                .build();

        assertThat(summary(Seed.run()
                        .completeness(CompletenessEvidence.builder()
                                .addResourceTypes(secrets, services, volumes)
                                .build())))
                .isEqualTo("Score 55/100 (Fail). Velero restore completed without errors; the data of 1 volume is lost."
                        + " Completeness gap: 1 Secret missing from"
                        + " restore (check Velero backup filters); 2 Secrets, 1 Service in the backup, but missing from"
                        + " restore (check Velero restore log); 1 PersistentVolumeClaim restored with a defect (see"
                        + " findings). All pods healthy, all health checks passed, RTO compliant.");
    }

    @Test
    void lossOfWhatIsNotScoredIsTold() {
        ResourceTypeEvidence ingresses = ResourceTypeEvidence.builder()
                .resourceType("Ingress")
                .addObjects(lost("web", ObjectOrigin.SOURCE_NAMESPACE))
                .build();
        ResourceTypeEvidence roles = ResourceTypeEvidence.builder()
                .resourceType("Role")
                .addObjects(
                        lost("reader", ObjectOrigin.BACKUP),
                        ObjectEvidence.builder().name("writer").restored(true).build(),
                        ObjectEvidence.builder()
                                .name("owner")
                                .restored(false)
                                .unknown(true)
                                .build())
                .build();

        assertThat(summary(Seed.run()
                        .completeness(CompletenessEvidence.builder()
                                .addResourceTypes(Seed.type("Secret", 8), ingresses, roles)
                                .build())))
                .isEqualTo(
                        "Score 100/100 (Pass). Restore completed in 7m42s. All expected resources of the scored types"
                                + " restored, all pods healthy, all health checks passed, RTO compliant. Lost, but not scored:"
                                + " 1 of 1 Ingress, 1 of 3 Roles.");
    }

    @Test
    void gapIsMinorWhereOfEachTypeAQuarterIsLostAtMost() {
        assertThat(summary(losing(2, 8))).contains(" Minor completeness gap: 2 Secrets missing from restore");
        assertThat(summary(losing(3, 8))).contains(" Completeness gap: 3 Secrets missing from restore");
    }

    private static ImmutableRunEvidence.Builder losing(int lost, int all) {
        ImmutableResourceTypeEvidence.Builder secrets =
                ResourceTypeEvidence.builder().resourceType("Secret");
        for (int i = 0; i < all; i++) {
            secrets.addObjects(
                    i < lost
                            ? lost("s" + i, ObjectOrigin.SOURCE_NAMESPACE)
                            : ObjectEvidence.builder()
                                    .name("s" + i)
                                    .restored(true)
                                    .build());
        }
        return Seed.run()
                .completeness(CompletenessEvidence.builder()
                        .addResourceTypes(
                                Seed.type("Deployment", 3),
                                Seed.type("Service", 4),
                                Seed.type("PersistentVolumeClaim", 2),
                                Seed.type("ConfigMap", 6),
                                secrets.build())
                        .build());
    }

    @Test
    void badPodsChecksDependenciesAndTime() {
        assertThat(summary(Seed.run()
                        .completeness(EXACT)
                        .podStartup(PodStartupEvidence.builder()
                                .addPods(
                                        Seed.pod("api", "Deployment/api", 1),
                                        PodEvidence.builder()
                                                .podName("db")
                                                .ready(false)
                                                .build())
                                .build())
                        .healthChecks(HealthChecksEvidence.builder()
                                .policy("shop")
                                .addChecks(CheckEvidence.builder()
                                        .name("db")
                                        .type("tcp")
                                        .target("db:5432")
                                        .result(CheckResult.FAIL)
                                        .build())
                                .build())
                        .dependencies(DependenciesEvidence.builder().build())
                        .rto(RtoEvidence.builder()
                                .measuredSeconds(1000)
                                .slaMaxSeconds(900)
                                .build())))
                .isEqualTo("Score 55/100 (Fail). Restore completed in 16m40s. 1/2 pods reached Running/Ready state."
                        + " 0/1 health check passed. RTO 16m40s exceeds SLA of 15m. All expected resources restored.");
    }

    @Test
    void whatIsNotConfiguredIsSaidEvenIfItIsAwarded() {
        RunEvidence run = Seed.run()
                .completeness(EXACT)
                .healthChecks(HealthChecksEvidence.builder().build())
                .rto(RtoEvidence.builder().measuredSeconds(462).build())
                .build();
        ScoringPolicy generous = ScoringPolicy.builder()
                .putUnconfigured(Level.HEALTH_CHECKS, Unconfigured.EARNS_ALL)
                .putUnconfigured(Level.RTO_COMPLIANCE, Unconfigured.EARNS_ALL)
                .build();

        assertThat(Summary.of(run, ConfidenceScorer.with(generous).score(run)))
                .isEqualTo("Score 100/100 (Pass). Restore completed in 7m42s. No HealthCheckPolicy is linked; set"
                        + " spec.healthChecks.policyRef to have the application checked. No recovery time objective is"
                        + " set; set spec.sla.maxRTO to have the measured 7m42s judged. All expected resources restored,"
                        + " all pods healthy.");
    }

    @Test
    void emptyBackup() {
        assertThat(summary(Seed.run()
                        .completeness(CompletenessEvidence.builder().build())
                        .podStartup(PodStartupEvidence.builder().build())))
                .isEqualTo(
                        "Score 80/100 (Partial). Restore completed in 7m42s. Nothing of the scored resource types was"
                                + " expected; check that the backup covers the namespace. All health checks passed, RTO"
                                + " compliant.");
    }

    @Test
    void missingEvidenceThatDecidesTheResult() {
        assertThat(summary(Seed.run()
                        .completeness(EXACT)
                        .addGaps(EvidenceGap.of(Level.POD_STARTUP, "Forbidden", "may not list pods."))))
                .isEqualTo("Score between 80 and 100 of 100 (Inconclusive). Restore completed in 7m42s. PodStartup is"
                        + " inconclusive (Forbidden): may not list pods. All expected resources restored, all health"
                        + " checks passed, RTO compliant.");
    }

    @Test
    void missingEvidenceThatDoesNotDecideTheResult() {
        assertThat(summary(Seed.run().completeness(EXACT).rto(Optional.empty())))
                .isEqualTo(
                        "Score 95/100 (Pass; at most 100 with the missing evidence). Restore completed. RTOCompliance"
                                + " is inconclusive (EvidenceNotGathered): The evidence for RTOCompliance was not gathered. All"
                                + " expected resources restored, all pods healthy, all health checks passed.");
    }

    @Test
    void runThatCouldNotBePerformed() {
        assertThat(summary(Seed.run()
                        .obstacle(Obstacle.of(
                                "StorageLocationUnavailable", "BackupStorageLocation default is unavailable"))))
                .isEqualTo(
                        "The run could not be performed (StorageLocationUnavailable): BackupStorageLocation default is"
                                + " unavailable.");
    }

    @Test
    void gapWithoutARestoreNamesNoTool() {
        assertThat(summary(Seed.run().restore(Optional.empty())))
                .contains("1 Secret missing from restore (check the backup filters)");
    }

    private static String summary(ImmutableRunEvidence.Builder run) {
        RunEvidence evidence = run.build();
        return Summary.of(evidence, ConfidenceScorer.standard().score(evidence));
    }

    private static ObjectEvidence lost(String name, ObjectOrigin origin) {
        return ObjectEvidence.builder()
                .name(name)
                .origin(origin)
                .restored(false)
                .build();
    }
}
