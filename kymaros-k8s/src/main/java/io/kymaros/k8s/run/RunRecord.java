package io.kymaros.k8s.run;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kymaros.core.evidence.BackupEvidence;
import io.kymaros.core.evidence.EvidenceGap;
import io.kymaros.core.evidence.ImmutableRunEvidence;
import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.Obstacle;
import io.kymaros.core.evidence.RunEvidence;
import io.kymaros.k8s.api.RestoreTestSpec.SourceNamespace;
import io.kymaros.k8s.backup.Backup;
import io.kymaros.k8s.backup.RestoreOutcome;
import io.kymaros.k8s.fault.ApiFault;
import io.kymaros.k8s.fault.EvidenceUnavailableException;
import io.kymaros.k8s.fault.ObstacleException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a run has seen so far, what it could not see, and how long its parts took: evidence also of one that breaks off. */
final class RunRecord {
    private final Instant startedAt;
    private final RtoClock rto;
    private final ImmutableRunEvidence.Builder evidence = RunEvidence.builder();
    private final List<EvidenceGap> gaps = new ArrayList<>();

    /** @param startedAt when the run started, in server time */
    RunRecord(RestoreTestPlan plan, Instant startedAt) {
        this.startedAt = startedAt;
        this.rto = new RtoClock(startedAt);
        evidence.testName(plan.testName()).testNamespace(plan.testNamespace()).startedAt(startedAt);
    }

    /** Gathers evidence of one level. */
    interface Gathering<T, E extends Exception> {
        T gather() throws E;
    }

    /** Where the evidence is kept. */
    ImmutableRunEvidence.Builder evidence() {
        return evidence;
    }

    /** Keeps a level's failure to itself: it leaves a gap, and the run goes on. */
    <T, E extends Exception> Optional<T> gathered(Level level, Gathering<T, E> gathering) throws E {
        try {
            return Optional.of(gathering.gather());
        } catch (EvidenceUnavailableException e) {
            gaps.add(e.gap(level));
        } catch (KubernetesClientException e) {
            gaps.add(ApiFault.gap("gather the evidence for " + level, e).gap(level));
        }
        return Optional.empty();
    }

    /** Something of a level could not be seen. */
    void gap(EvidenceGap gap) {
        gaps.add(gap);
    }

    /** The backup that is restored, and the namespaces of it that are under test. */
    void backup(Backup backup, List<SourceNamespace> sources) {
        evidence.backup(BackupEvidence.builder()
                .name(backup.name())
                .uid(backup.uid())
                .startedAt(backup.startedAt())
                .completedAt(backup.completedAt())
                .shortcoming(backup.shortcoming())
                .passedOver(backup.passedOver())
                .namespaces(sources.stream().map(SourceNamespace::name).toList())
                .build());
    }

    /**
     * How the restore ended.
     *
     * @param now the server's time when it had ended
     */
    void restored(RestoreOutcome outcome, Instant now) {
        evidence.restore(outcome.evidence());
        rto.end("queue", outcome.startedAt().orElse(startedAt), now);
        outcome.volumeCopies().ifPresent(copies -> {
            rto.end("restore", copies.startedAt(), now);
            rto.end("volumes", copies.completedAt(), now);
        });
        rto.end("restore", outcome.completedAt().orElse(now), now);
    }

    /** A part of the run ends, in server time. */
    void ended(String part, Instant at) {
        rto.end(part, at);
    }

    /** The evidence of a run that came to its end. */
    RunEvidence whole(Optional<Duration> maxRto) {
        return evidence.rto(rto.evidence(maxRto))
                .gaps(gaps)
                .completedAt(rto.end())
                .build();
    }

    /** The evidence of a run that did not: its end is in server time too, but the server may be what is gone. */
    RunEvidence brokenOff(Obstacle obstacle, ServerTime server) {
        Instant end = rto.end();
        try {
            Instant now = server.now();
            end = now.isBefore(end) ? end : now;
        } catch (ObstacleException e) {
            // The last time that is known has to do.
        }
        return evidence.gaps(gaps).obstacle(obstacle).completedAt(end).build();
    }
}
