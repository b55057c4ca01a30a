package io.kymaros.k8s.dependencies;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import io.kymaros.k8s.api.GoDuration;
import io.kymaros.k8s.api.RestoreTestSpec.DependencyProbe;
import io.kymaros.k8s.fault.ApiFault;
import io.kymaros.k8s.sandbox.Sandbox;
import io.kymaros.k8s.sandbox.SandboxOpening;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Connects from inside the sandbox to a service of another namespace: a small pod that may do nothing else, let out by a
 * NetworkPolicy of its own. Both go with the sandbox. The address is given to the pod, so that it needs no DNS.
 */
final class SandboxProbe {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);
    /** What {@code agnhost}, the image of Kubernetes' own network tests, takes. */
    private static final List<String> DEFAULT_COMMAND =
            List.of("/agnhost", "connect", "$(KYMAROS_HOST):$(KYMAROS_PORT)", "--timeout=5s");
    /** A network plugin can need a moment to let a new pod out. */
    private static final int ATTEMPTS = 2;

    private static final int NOBODY = 65534;
    /** From here on an exit code says that the command was not found, not run, or killed. */
    private static final int FIRST_NOT_RUN = 126;

    private static final Set<String> HOPELESS = Set.of(
            "ErrImagePull",
            "ImagePullBackOff",
            "InvalidImageName",
            "ErrImageNeverPull",
            "CreateContainerConfigError",
            "CreateContainerError",
            "RunContainerError");

    private final KubernetesClient client;
    private final Sandbox sandbox;
    private final DependencyProbe configured;
    private final List<NetworkPolicy> openings = new ArrayList<>();

    SandboxProbe(KubernetesClient client, Sandbox sandbox, DependencyProbe configured) {
        this.client = client;
        this.sandbox = sandbox;
        this.configured = configured;
    }

    /** How a connection went. */
    enum Outcome {
        /** It was made. */
        CONNECTED,
        /** It was not, and nothing is known that would explain that otherwise. */
        REFUSED,
        /** It could not be tried. */
        NOT_TRIED
    }

    /**
     * How a connection went.
     *
     * @param outcome in one word
     * @param message in a sentence, for one that was not made
     */
    record Answer(Outcome outcome, String message) {}

    /** The ways out that were made, for the sandbox's audit. */
    List<NetworkPolicy> openings() {
        return List.copyOf(openings);
    }

    /** Tries to connect to a Service that has ready endpoints. */
    Answer connect(ExpectedDependency dependency, Service service) {
        try {
            return tryToConnect(dependency, service);
        } catch (KubernetesClientException e) {
            return notTried(ApiFault.reason(e) + ": " + ApiFault.message(e));
        }
    }

    private Answer tryToConnect(ExpectedDependency dependency, Service service) {
        Map<String, String> selector =
                Optional.ofNullable(service.getSpec().getSelector()).orElse(Map.of());
        String host = service.getSpec().getClusterIP();
        Optional<ServicePort> port = port(dependency.port(), service);
        if (selector.isEmpty() || host == null || host.isEmpty() || host.equals("None")) {
            return notTried(dependency.shown() + " has no selector or no address of its own");
        }
        if (port.isEmpty()) {
            return notTried("no port is named, and " + dependency.shown() + " has more than one");
        }
        if (inANodesNetwork(dependency.namespace(), selector)) {
            return notTried("pods of " + dependency.shown() + " are in their node's network");
        }
        Answer answer = notTried("");
        for (int attempt = 1; attempt <= ATTEMPTS && answer.outcome() != Outcome.CONNECTED; attempt++) {
            answer = attempt(dependency.namespace(), selector, host, port.get());
            if (answer.outcome() == Outcome.NOT_TRIED) {
                return answer;
            }
        }
        if (answer.outcome() == Outcome.REFUSED && guarded(dependency.namespace())) {
            return notTried("namespace " + dependency.namespace() + " has NetworkPolicies, which may keep a sandbox out"
                    + " and let the application in");
        }
        return answer;
    }

    private static Optional<ServicePort> port(OptionalInt wanted, Service service) {
        List<ServicePort> ports = service.getSpec().getPorts().stream()
                .filter(port -> port.getProtocol() == null || port.getProtocol().equals("TCP"))
                .filter(port ->
                        wanted.isEmpty() || Integer.valueOf(wanted.getAsInt()).equals(port.getPort()))
                .toList();
        return ports.size() == 1 ? Optional.of(ports.get(0)) : Optional.empty();
    }

    /** A NetworkPolicy can't let a pod out to those. */
    private boolean inANodesNetwork(String namespace, Map<String, String> selector) {
        return client.pods().inNamespace(namespace).withLabels(selector).list().getItems().stream()
                .anyMatch(pod -> Boolean.TRUE.equals(pod.getSpec().getHostNetwork()));
    }

    private boolean guarded(String namespace) {
        return !client.network()
                .v1()
                .networkPolicies()
                .inNamespace(namespace)
                .list()
                .getItems()
                .isEmpty();
    }

    private Answer attempt(String namespace, Map<String, String> selector, String host, ServicePort port) {
        String name = "kymaros-probe-" + (openings.size() + 1);
        IntOrString podPort = port.getTargetPort() == null ? new IntOrString(port.getPort()) : port.getTargetPort();
        NetworkPolicy opening = SandboxOpening.policy(sandbox, name, namespace, selector, podPort);
        openings.add(opening);
        client.resource(opening).create();
        client.resource(pod(name, host, port.getPort())).create();
        Duration timeout = Optional.ofNullable(configured.timeout())
                .flatMap(GoDuration::parse)
                .orElse(DEFAULT_TIMEOUT);
        try {
            Pod ended = client.pods()
                    .inNamespace(sandbox.first())
                    .withName(name)
                    .waitUntilCondition(SandboxProbe::decided, timeout.toMillis(), TimeUnit.MILLISECONDS);
            return answer(ended);
        } catch (KubernetesClientTimeoutException e) {
            return notTried("the probe pod had not ended within " + timeout.toSeconds() + " s");
        }
    }

    private static boolean decided(@Nullable Pod pod) {
        return pod != null
                && pod.getStatus() != null
                && (Set.of("Succeeded", "Failed")
                                .contains(String.valueOf(pod.getStatus().getPhase()))
                        || hopeless(pod).isPresent());
    }

    private static Optional<String> hopeless(Pod pod) {
        Optional<String> waiting = pod.getStatus().getContainerStatuses().stream()
                .filter(status -> status.getState() != null && status.getState().getWaiting() != null)
                .map(status -> String.valueOf(status.getState().getWaiting().getReason()))
                .filter(HOPELESS::contains)
                .findFirst();
        return waiting.or(() -> pod.getStatus().getConditions().stream()
                .filter(condition -> "Unschedulable".equals(condition.getReason()))
                .map(condition -> "Unschedulable")
                .findFirst());
    }

    private static Answer answer(Pod pod) {
        Optional<String> hopeless = hopeless(pod);
        if (hopeless.isPresent()) {
            return notTried("the probe pod could not start: " + hopeless.get());
        }
        Optional<ContainerStateTerminated> end = pod.getStatus().getContainerStatuses().stream()
                .map(ContainerStatus::getState)
                .filter(state -> state != null && state.getTerminated() != null)
                .map(state -> state.getTerminated())
                .findFirst();
        if (end.isEmpty() || end.get().getExitCode() == null) {
            return notTried("the probe pod ended without an exit code: "
                    + pod.getStatus().getReason());
        }
        int code = end.get().getExitCode();
        if (code == 0) {
            return new Answer(Outcome.CONNECTED, "");
        }
        String said = "exit code " + code
                + Optional.ofNullable(end.get().getMessage())
                        .map(message -> ": " + oneLine(message))
                        .orElse("");
        return code >= FIRST_NOT_RUN
                ? notTried("the probe's command could not be run: " + said)
                : new Answer(Outcome.REFUSED, "a pod of the sandbox could not connect: " + said);
    }

    private static Answer notTried(String why) {
        return new Answer(Outcome.NOT_TRIED, why);
    }

    private static String oneLine(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\s]+", " ").strip();
        return line.length() <= 200 ? line : line.substring(0, 200) + "...";
    }

    private Pod pod(String name, String host, int port) {
        Map<String, String> labels = new LinkedHashMap<>(sandbox.labels());
        labels.putAll(SandboxOpening.podLabels(sandbox, name));
        Map<String, Quantity> little = Map.of("cpu", new Quantity("10m"), "memory", new Quantity("32Mi"));
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(sandbox.first())
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("Never")
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withTerminationGracePeriodSeconds(0L)
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withRunAsUser((long) NOBODY)
                .withRunAsGroup((long) NOBODY)
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .addNewContainer()
                .withName("probe")
                .withImage(configured.image())
                .withCommand(Optional.ofNullable(configured.command()).orElse(DEFAULT_COMMAND))
                .addNewEnv()
                .withName("KYMAROS_HOST")
                .withValue(host)
                .endEnv()
                .addNewEnv()
                .withName("KYMAROS_PORT")
                .withValue(String.valueOf(port))
                .endEnv()
                .withTerminationMessagePolicy("FallbackToLogsOnError")
                .withNewResources()
                .withRequests(little)
                .withLimits(little)
                .endResources()
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .endSecurityContext()
                .endContainer()
                .endSpec()
                .build();
    }
}
