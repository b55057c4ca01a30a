package io.kymaros.k8s.checks;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kymaros.core.evidence.CheckEvidence;
import io.kymaros.core.evidence.CheckResult;
import io.kymaros.core.evidence.HealthChecksEvidence;
import io.kymaros.k8s.api.HealthCheckPolicySpec.Check;
import io.kymaros.k8s.backup.Backup;
import io.kymaros.k8s.checks.AnswerRule.BackupTime;
import io.kymaros.k8s.sandbox.Sandbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Runs the health checks of the linked policy, a few at a time. */
public final class HealthChecksGatherer {
    private static final int AT_ONCE = 8;

    private final Probes probes;

    /** @param backup the backup that was restored; checks may look at how old its data is */
    public HealthChecksGatherer(KubernetesClient client, Sandbox sandbox, Backup backup) {
        this.probes = new Probes(client, sandbox.names(), new BackupTime(backup.startedAt(), backup.completedAt()));
    }

    /**
     * Runs the checks.
     *
     * @param policy name of the policy
     * @param checks its checks; the evidence keeps their order
     * @param atMost how long all of them may take; a check that is not done by then is inconclusive
     * @throws InterruptedException if the run was asked to stop
     */
    public HealthChecksEvidence gather(String policy, List<Check> checks, Duration atMost) throws InterruptedException {
        ExecutorService executor = Executors.newFixedThreadPool(Math.max(1, Math.min(AT_ONCE, checks.size())));
        try {
            List<Callable<CheckEvidence>> tasks = new ArrayList<>();
            checks.forEach(check -> tasks.add(() -> probes.probe(check)));
            long start = System.nanoTime();
            List<Future<CheckEvidence>> answers = executor.invokeAll(tasks, atMost.toMillis(), TimeUnit.MILLISECONDS);
            List<CheckEvidence> evidence = new ArrayList<>();
            for (int i = 0; i < checks.size(); i++) {
                evidence.add(answer(checks.get(i), answers.get(i), start, atMost));
            }
            return HealthChecksEvidence.builder()
                    .policy(policy)
                    .checks(evidence)
                    .build();
        } finally {
            executor.shutdownNow();
        }
    }

    /** What was seen, in a few words for whoever watches the run. */
    public static String summary(Optional<HealthChecksEvidence> seen) {
        return seen.map(HealthChecksEvidence::checks)
                .map(checks -> checks.stream()
                                .filter(check -> check.result() == CheckResult.PASS)
                                .count()
                        + "/" + checks.size() + " passed")
                .orElse("could not be made");
    }

    private static CheckEvidence answer(Check check, Future<CheckEvidence> answer, long start, Duration atMost)
            throws InterruptedException {
        try {
            return answer.get();
        } catch (CancellationException e) {
            return Probes.inconclusive(
                    check,
                    start,
                    "not done when spec.healthChecks.timeout (" + atMost.toSeconds() + " s) had passed for all checks");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return Probes.inconclusive(check, start, "the check broke off: " + cause);
        }
    }
}
