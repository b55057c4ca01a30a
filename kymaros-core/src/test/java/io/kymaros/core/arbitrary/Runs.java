package io.kymaros.core.arbitrary;

import io.kymaros.core.arbitrary.LevelEvidence.Knowledge;
import io.kymaros.core.evidence.BackupEvidence;
import io.kymaros.core.evidence.EvidenceGap;
import io.kymaros.core.evidence.ImmutableRunEvidence;
import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.Obstacle;
import io.kymaros.core.evidence.RunEvidence;
import io.kymaros.core.report.StoredRto;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Evidence of whole runs. Where a recovery time was measured, the run took that long. */
public final class Runs {
    private static final long EARLIEST = Instant.parse("2020-01-01T00:00:00Z").toEpochMilli();
    private static final long LATEST = Instant.parse("2040-01-01T00:00:00Z").toEpochMilli();

    private Runs() {}

    /** Any run: performed or not, with evidence of all levels or of some. */
    public static Arbitrary<RunEvidence> any() {
        return Arbitraries.frequencyOf(Tuple.of(4, whole()), Tuple.of(4, performed()), Tuple.of(1, notPerformed()));
    }

    /** A run of which everything is known. */
    public static Arbitrary<RunEvidence> whole() {
        return gathered(Knowledge.WHOLE, 1.0).map(run -> timed(run.build()));
    }

    /** A run that was performed, and of which some may be unknown. */
    public static Arbitrary<RunEvidence> performed() {
        return Combinators.combine(gathered(Knowledge.POSSIBLY_PARTIAL, 0.95), gaps())
                .as((run, gaps) -> timed(run.gaps(gaps).build()));
    }

    /** A run that could not be performed; some evidence may be there all the same. */
    public static Arbitrary<RunEvidence> notPerformed() {
        return Combinators.combine(
                        gathered(Knowledge.POSSIBLY_PARTIAL, 0.3),
                        Combinators.combine(
                                        Arbitraries.of("StorageLocationUnavailable", "SandboxRefused", "Interrupted"),
                                        Texts.messages())
                                .as(Obstacle::of))
                .as((run, obstacle) -> timed(run.obstacle(obstacle).build()));
    }

    /** Levels whose evidence could not be gathered. */
    public static Arbitrary<List<EvidenceGap>> gaps() {
        Arbitrary<EvidenceGap> gap = Combinators.combine(Arbitraries.of(Level.class), Texts.reasons(), Texts.messages())
                .as(EvidenceGap::of);
        return Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.just(List.of())), Tuple.of(1, gap.list().ofMaxSize(3)));
    }

    private static Arbitrary<ImmutableRunEvidence.Builder> gathered(Knowledge knowledge, double present) {
        Arbitrary<ImmutableRunEvidence.Builder> levels = Combinators.combine(
                        LevelEvidence.restores(knowledge).optional(present),
                        LevelEvidence.completeness(knowledge).optional(present),
                        LevelEvidence.podStartups(knowledge).optional(present),
                        LevelEvidence.healthChecks(knowledge).optional(present),
                        LevelEvidence.dependencies(knowledge).optional(present),
                        LevelEvidence.recoveryTimes().optional(present))
                .as((restore, completeness, pods, checks, dependencies, rto) -> RunEvidence.builder()
                        .restore(restore)
                        .completeness(completeness)
                        .podStartup(pods)
                        .healthChecks(checks)
                        .dependencies(dependencies)
                        .rto(rto));
        return Combinators.combine(
                        levels,
                        Texts.names(),
                        Texts.names(),
                        Arbitraries.longs().between(EARLIEST, LATEST),
                        backups().optional(),
                        Texts.names().optional(),
                        Texts.names().optional())
                .as((run, test, namespace, started, backup, sandbox, restore) -> run.testName(test)
                        .testNamespace(namespace)
                        .startedAt(Instant.ofEpochMilli(started))
                        .completedAt(Instant.ofEpochMilli(started + 1_499))
                        .backup(backup)
                        .sandboxNamespace(sandbox)
                        .restoreName(restore));
    }

    private static Arbitrary<BackupEvidence> backups() {
        Arbitrary<Optional<Instant>> times = Arbitraries.longs()
                .between(EARLIEST, LATEST)
                .map(Instant::ofEpochMilli)
                .optional();
        return Combinators.combine(
                        Texts.names(),
                        Texts.names().optional(),
                        times,
                        times,
                        Texts.messages().optional(0.2),
                        Texts.messages().optional(0.2),
                        Texts.names().list().ofMaxSize(2))
                .as((name, uid, started, completed, shortcoming, passedOver, namespaces) -> BackupEvidence.builder()
                        .name(name)
                        .uid(uid)
                        .startedAt(started)
                        .completedAt(completed)
                        .shortcoming(shortcoming)
                        .passedOver(passedOver)
                        .namespaces(namespaces)
                        .build());
    }

    private static RunEvidence timed(RunEvidence run) {
        return run.rto()
                .<RunEvidence>map(rto -> ImmutableRunEvidence.copyOf(run)
                        .withCompletedAt(run.startedAt()
                                .plusSeconds(rto.measuredSeconds())
                                .plusSeconds(StoredRto.of(rto).steadinessSeconds())))
                .orElse(run);
    }
}
