package io.kymaros.k8s.checks;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kymaros.core.evidence.CheckEvidence;
import io.kymaros.core.evidence.CheckResult;
import io.kymaros.core.evidence.ImmutableCheckEvidence;
import io.kymaros.core.level.Reason;
import io.kymaros.k8s.api.HealthCheckPolicySpec.Check;
import io.kymaros.k8s.api.HealthCheckPolicySpec.Exec;
import io.kymaros.k8s.checks.AnswerRule.BackupTime;
import io.kymaros.k8s.checks.PodStream.Broken;
import io.kymaros.k8s.checks.PodStream.Event;
import io.kymaros.k8s.checks.PodStream.Frame;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** A command in a container of the sandbox that exits, and writes, as expected. Its output is not kept. */
final class ExecProbe implements Probe {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);
    private static final int OUTPUT = 1;
    private static final int STATUS = 3;
    /** By convention of shells. */
    private static final int NOT_FOUND = 127;

    private final KubernetesClient client;
    private final List<String> namespaces;
    private final BackupTime backup;

    ExecProbe(KubernetesClient client, List<String> namespaces, BackupTime backup) {
        this.client = client;
        this.namespaces = namespaces;
        this.backup = backup;
    }

    @Override
    public CheckEvidence probe(Check check) throws InterruptedException {
        Exec wanted = Objects.requireNonNull(check.exec());
        long start = System.nanoTime();
        ImmutableCheckEvidence.Builder evidence = CheckEvidence.builder()
                .name(check.name())
                .type(Probes.word(check.type()))
                .target("pods " + new TreeMap<>(wanted.podSelector()))
                .command(wanted.command())
                .looksAtData(wanted.output() != null);
        try {
            Pod pod = readyPod(wanted);
            evidence.target(pod.getMetadata().getName());
            Collected output = new Collected(wanted.output() != null);
            int code = run(wanted, pod, output);
            Optional<String> wrong = wrongCode(wanted, code);
            if (wrong.isEmpty() && wanted.output() != null) {
                wrong = new AnswerRule(wanted.output(), backup).wrong(output.text());
            }
            evidence.statusCode(code)
                    .result(wrong.isEmpty() ? CheckResult.PASS : CheckResult.FAIL)
                    .message(wrong);
        } catch (NoAnswerException e) {
            evidence.result(CheckResult.FAIL)
                    .message(String.valueOf(e.getMessage()))
                    .unreadyPods(e.unreadyPods());
        } catch (CommandMissingException e) {
            evidence.result(CheckResult.INCONCLUSIVE)
                    .reason(Reason.HEALTH_CHECK_COMMAND_MISSING.toString())
                    .message(String.valueOf(e.getMessage()));
        } catch (NotProbeableException e) {
            evidence.result(CheckResult.INCONCLUSIVE).message(Probes.why(e));
        }
        return evidence.durationMs(Probes.millisSince(start)).build();
    }

    private static Optional<String> wrongCode(Exec wanted, int code) {
        int success = wanted.successExitCode() == null ? 0 : wanted.successExitCode();
        return code == success
                ? Optional.empty()
                : Optional.of("exit code " + code + ", expected " + success
                        + (code == NOT_FOUND ? "; a shell ends so when it does not find the command" : ""));
    }

    private Pod readyPod(Exec wanted) throws NoAnswerException {
        List<Pod> pods = namespaces.stream()
                .flatMap(namespace ->
                        client
                                .pods()
                                .inNamespace(namespace)
                                .withLabels(wanted.podSelector())
                                .list()
                                .getItems()
                                .stream())
                .toList();
        List<Pod> ready = pods.stream().filter(ReadyPods::isReady).toList();
        if (ready.isEmpty()) {
            throw new NoAnswerException("no pod with these labels is ready", pods);
        }
        return ReadyPods.inTheSandboxesNetwork(ready);
    }

    private int run(Exec wanted, Pod pod, Collected output) throws NoAnswerException, InterruptedException {
        String name = pod.getMetadata().getName();
        String container = container(wanted, pod);
        Duration timeout = Timeouts.of(wanted.timeout(), DEFAULT_TIMEOUT);
        long deadline = System.nanoTime() + timeout.toNanos();
        ExitStatus status = new ExitStatus();
        try (PodStream stream = PodStream.open(
                client, pod.getMetadata().getNamespace(), name, request(wanted.command(), container), deadline)) {
            while (true) {
                Optional<Event> event = stream.next(deadline);
                if (event.isEmpty()) {
                    ApiServer.requireAnswer(client);
                    throw new NoAnswerException("no exit within " + Timeouts.shown(timeout));
                }
                if (event.get() instanceof Broken broken) {
                    throw new NotProbeableException("the connection to pod " + name + " was lost: " + broken.why());
                }
                if (!(event.get() instanceof Frame frame)) {
                    throw new NotProbeableException(
                            "the command in container " + container + " ended without an exit code");
                }
                if (frame.channel() == OUTPUT) {
                    output.take(frame.bytes());
                }
                if (frame.channel() == STATUS && status.take(frame.bytes())) {
                    return status.exitCode(container);
                }
            }
        }
    }

    private static String container(Exec wanted, Pod pod) throws NoAnswerException {
        List<String> names =
                pod.getSpec().getContainers().stream().map(Container::getName).toList();
        if (wanted.container() == null) {
            return names.get(0);
        }
        if (!names.contains(wanted.container())) {
            throw new NoAnswerException("pod " + pod.getMetadata().getName() + " has no container " + wanted.container()
                    + "; it has " + String.join(", ", names));
        }
        return wanted.container();
    }

    private static String request(List<String> command, String container) {
        StringBuilder request = new StringBuilder("exec?stdout=true&stderr=true&container=").append(encoded(container));
        command.forEach(argument -> request.append("&command=").append(encoded(argument)));
        return request.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
