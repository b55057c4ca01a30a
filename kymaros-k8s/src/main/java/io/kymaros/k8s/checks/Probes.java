package io.kymaros.k8s.checks;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kymaros.core.evidence.CheckEvidence;
import io.kymaros.core.evidence.CheckResult;
import io.kymaros.k8s.api.HealthCheckPolicySpec.Check;
import io.kymaros.k8s.api.HealthCheckPolicySpec.CheckType;
import io.kymaros.k8s.checks.AnswerRule.BackupTime;
import io.kymaros.k8s.fault.ApiFault;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The probe for each type of check. All go through the API server, so that an isolated sandbox stays isolated. */
public final class Probes {
    private final Map<CheckType, Probe> probes;

    /**
     * Probes for checks that do not look at the age of data.
     *
     * @param namespaces the sandbox's namespaces; nothing outside them is ever asked
     */
    public Probes(KubernetesClient client, List<String> namespaces) {
        this(client, namespaces, new BackupTime(Optional.empty(), Optional.empty()));
    }

    /**
     * @param namespaces the sandbox's namespaces; nothing outside them is ever asked
     * @param backup when the backup was made, for checks that look at the age of data
     */
    Probes(KubernetesClient client, List<String> namespaces, BackupTime backup) {
        ServicePods services = new ServicePods(client, namespaces);
        probes = Map.of(
                CheckType.podStatus, new PodStatusProbe(client, namespaces),
                CheckType.httpGet, new HttpGetProbe(client, services, backup),
                CheckType.tcpSocket, new TcpSocketProbe(client, services),
                CheckType.exec, new ExecProbe(client, namespaces, backup),
                CheckType.resourceExists, new ResourceExistsProbe(client, namespaces));
    }

    /** Runs a check with the probe of its type; an error of the API server makes it inconclusive. */
    public CheckEvidence probe(Check check) throws InterruptedException {
        Probe probe = probes.get(check.type());
        if (probe == null) {
            throw new IllegalArgumentException("no probe for checks of type " + check.type());
        }
        long start = System.nanoTime();
        try {
            return probe.probe(check);
        } catch (NotProbeableException | KubernetesClientException e) {
            return inconclusive(check, start, why(e));
        }
    }

    /**
     * Why a check could not be made.
     *
     * @throws InterruptedException if it was because the run was asked to stop; a stopped request fails like any other
     */
    static String why(RuntimeException failure) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return failure instanceof KubernetesClientException refusal
                ? ApiFault.reason(refusal) + ": " + ApiFault.message(refusal)
                : String.valueOf(failure.getMessage());
    }

    /** The check could not be made. */
    static CheckEvidence inconclusive(Check check, long startNanos, String message) {
        return CheckEvidence.builder()
                .name(check.name())
                .type(word(check.type()))
                .target(check.name())
                .looksAtData(looksAtData(check))
                .result(CheckResult.INCONCLUSIVE)
                .durationMs(millisSince(startNanos))
                .message(message)
                .build();
    }

    /** The type as reports name it. */
    static String word(CheckType type) {
        return switch (type) {
            case httpGet -> "http";
            case tcpSocket -> "tcp";
            default -> type.name();
        };
    }

    private static boolean looksAtData(Check check) {
        return check.exec() != null && check.exec().output() != null
                || check.httpGet() != null && check.httpGet().body() != null;
    }

    static long millisSince(long startNanos) {
        return Math.max(0, (System.nanoTime() - startNanos) / 1_000_000);
    }
}
