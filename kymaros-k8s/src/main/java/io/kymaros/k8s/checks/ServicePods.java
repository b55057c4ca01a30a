package io.kymaros.k8s.checks;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the pod behind a Service of the sandbox. Only a Service with a selector has one: an ExternalName or a Service
 * with addresses of its own could lead outside the sandbox, and is never followed. Endpoints are never read.
 */
final class ServicePods {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    private final KubernetesClient client;
    private final List<String> namespaces;

    ServicePods(KubernetesClient client, List<String> namespaces) {
        this.client = client;
        this.namespaces = namespaces;
    }

    /**
     * A port of a pod behind a Service.
     *
     * @param namespace namespace of both
     * @param pod name of a ready pod
     * @param port the pod's port
     * @param host DNS name of the Service
     */
    record Target(String namespace, String pod, int port, String host) {}

    /**
     * Finds a target.
     *
     * @throws NoAnswerException naming what is missing
     * @throws NotProbeableException if the Service may lead outside the sandbox
     */
    Target find(String serviceName, int port) throws NoAnswerException {
        if (!NAME.matcher(serviceName).matches()) {
            throw new NotProbeableException("\"" + Words.of(serviceName) + "\" is not a Service's name");
        }
        for (String namespace : namespaces) {
            Service service = client.services()
                    .inNamespace(namespace)
                    .withName(serviceName)
                    .get();
            if (service != null) {
                return behind(service, namespace, port);
            }
        }
        throw new NoAnswerException("Service " + serviceName + " is not in the sandbox");
    }

    private Target behind(Service service, String namespace, int port) throws NoAnswerException {
        String name = service.getMetadata().getName();
        if ("ExternalName".equals(service.getSpec().getType())
                || service.getSpec().getSelector() == null
                || service.getSpec().getSelector().isEmpty()) {
            throw new NotProbeableException(
                    "Service " + name + " has no selector: it may lead outside the sandbox and is not followed");
        }
        ServicePort servicePort = service.getSpec().getPorts().stream()
                .filter(candidate -> Objects.equals(candidate.getPort(), port) && isTcp(candidate.getProtocol()))
                .findFirst()
                .orElseThrow(() -> new NoAnswerException("Service " + name + " has no TCP port " + port));
        List<Pod> pods = client.pods()
                .inNamespace(namespace)
                .withLabels(service.getSpec().getSelector())
                .list()
                .getItems();
        List<Pod> ready = pods.stream().filter(ReadyPods::isReady).toList();
        if (ready.isEmpty()) {
            throw new NoAnswerException("Service " + name + " has no ready pod", pods);
        }
        Pod pod = ReadyPods.inTheSandboxesNetwork(ready);
        String host = name + "." + namespace + ".svc.cluster.local";
        return new Target(namespace, pod.getMetadata().getName(), podPort(servicePort, pod), host);
    }

    private static boolean isTcp(@Nullable String protocol) {
        return protocol == null || protocol.equals("TCP");
    }

    private static int podPort(ServicePort port, Pod pod) throws NoAnswerException {
        IntOrString target = port.getTargetPort();
        if (target == null || target.getStrVal() == null && Integer.valueOf(0).equals(target.getIntVal())) {
            return port.getPort();
        }
        if (target.getStrVal() == null) {
            return target.getIntVal();
        }
        // A sidecar stands among the init containers.
        return Stream.concat(pod.getSpec().getContainers().stream(), pod.getSpec().getInitContainers().stream())
                .flatMap(container -> container.getPorts().stream())
                .filter(candidate -> target.getStrVal().equals(candidate.getName()) && isTcp(candidate.getProtocol()))
                .map(ContainerPort::getContainerPort)
                .findFirst()
                .orElseThrow(() -> new NoAnswerException(
                        "pod " + pod.getMetadata().getName() + " has no TCP port named " + target.getStrVal()));
    }
}
