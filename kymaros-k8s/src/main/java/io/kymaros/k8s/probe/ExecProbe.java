package io.kymaros.k8s.probe;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import io.kymaros.core.evidence.CheckEvidence;
import io.kymaros.core.evidence.CheckResult;
import io.kymaros.core.evidence.ImmutableCheckEvidence;
import io.kymaros.k8s.api.HealthCheckPolicySpec.Check;
import io.kymaros.k8s.api.HealthCheckPolicySpec.Exec;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A command in a container of the sandbox that exits as expected. Its output is not kept. */
final class ExecProbe implements Probe {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    private final KubernetesClient client;
    private final List<String> namespaces;

    ExecProbe(KubernetesClient client, List<String> namespaces) {
        this.client = client;
        this.namespaces = namespaces;
    }

    @Override
    public CheckEvidence probe(Check check) throws InterruptedException {
        Exec wanted = Objects.requireNonNull(check.exec());
        long start = System.nanoTime();
        ImmutableCheckEvidence.Builder evidence = CheckEvidence.builder()
                .name(check.name())
                .type(Probes.word(check.type()))
                .command(wanted.command());
        Optional<Pod> pod = readyPod(wanted);
        if (pod.isEmpty()) {
            return evidence.target("pods " + new TreeMap<>(wanted.podSelector()))
                    .result(CheckResult.FAIL)
                    .durationMs(Probes.millisSince(start))
                    .message("no pod with these labels is ready")
                    .build();
        }
        evidence.target(pod.get().getMetadata().getName());
        return run(wanted, pod.get(), evidence, start);
    }

    private CheckEvidence run(Exec wanted, Pod pod, ImmutableCheckEvidence.Builder evidence, long start)
            throws InterruptedException {
        Duration timeout = Timeouts.of(wanted.timeout(), DEFAULT_TIMEOUT);
        int success = wanted.successExitCode() == null ? 0 : wanted.successExitCode();
        String container = wanted.container() == null
                ? pod.getSpec().getContainers().get(0).getName()
                : wanted.container();
        try (ExecWatch exec = client.pods()
                .inNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName())
                .inContainer(container)
                .writingOutput(OutputStream.nullOutputStream())
                .writingError(OutputStream.nullOutputStream())
                .exec(wanted.command().toArray(String[]::new))) {
            int code = exec.exitCode().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            evidence.durationMs(Probes.millisSince(start));
            if (code < 0) {
                return evidence.result(CheckResult.INCONCLUSIVE)
                        .message("the command in container " + container + " ended without an exit code")
                        .build();
            }
            evidence.statusCode(code);
            if (code == success) {
                return evidence.result(CheckResult.PASS).build();
            }
            return evidence.result(CheckResult.FAIL)
                    .message("exit code " + code + ", expected " + success)
                    .build();
        } catch (TimeoutException e) {
            return evidence.result(CheckResult.FAIL)
                    .durationMs(Probes.millisSince(start))
                    .message("no exit within " + timeout.toSeconds() + " s")
                    .build();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return evidence.result(CheckResult.INCONCLUSIVE)
                    .durationMs(Probes.millisSince(start))
                    .message("the command could not be run in container " + container + ": " + cause.getMessage())
                    .build();
        }
    }

    private Optional<Pod> readyPod(Exec wanted) {
        return namespaces.stream()
                .flatMap(namespace ->
                        client
                                .pods()
                                .inNamespace(namespace)
                                .withLabels(wanted.podSelector())
                                .list()
                                .getItems()
                                .stream())
                .filter(ReadyPods::isReady)
                .findFirst();
    }
}
