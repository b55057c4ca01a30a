package io.kymaros.k8s.probe;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Finds the pod behind a Service of the sandbox. Only a Service with a selector has one: an ExternalName or a Service
 * with addresses of its own could lead outside the sandbox, and is never followed.
 */
final class ServicePods {
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
     * Finds a target, or says what is missing.
     *
     * @param target empty when there is none
     * @param problem what is missing; empty when there is a target
     */
    record Found(Optional<Target> target, String problem) {
        static Found nothing(String problem) {
            return new Found(Optional.empty(), problem);
        }
    }

    Found find(String serviceName, int port) {
        for (String namespace : namespaces) {
            Service service = client.services()
                    .inNamespace(namespace)
                    .withName(serviceName)
                    .get();
            if (service != null) {
                return behind(service, namespace, port);
            }
        }
        return Found.nothing("Service " + serviceName + " is not in the sandbox");
    }

    private Found behind(Service service, String namespace, int port) {
        String name = service.getMetadata().getName();
        if ("ExternalName".equals(service.getSpec().getType())
                || service.getSpec().getSelector() == null
                || service.getSpec().getSelector().isEmpty()) {
            throw new NotProbeableException(
                    "Service " + name + " has no selector: it may lead outside the sandbox and is not followed");
        }
        Optional<ServicePort> servicePort = service.getSpec().getPorts().stream()
                .filter(candidate -> Objects.equals(candidate.getPort(), port))
                .findFirst();
        if (servicePort.isEmpty()) {
            return Found.nothing("Service " + name + " has no port " + port);
        }
        Optional<Pod> pod =
                client
                        .pods()
                        .inNamespace(namespace)
                        .withLabels(service.getSpec().getSelector())
                        .list()
                        .getItems()
                        .stream()
                        .filter(ReadyPods::isReady)
                        .findFirst();
        if (pod.isEmpty()) {
            return Found.nothing("Service " + name + " has no ready pod");
        }
        Optional<Integer> podPort = podPort(servicePort.get(), pod.get());
        if (podPort.isEmpty()) {
            return Found.nothing("pod " + pod.get().getMetadata().getName() + " has no port named "
                    + servicePort.get().getTargetPort().getStrVal());
        }
        String host = name + "." + namespace + ".svc.cluster.local";
        return new Found(
                Optional.of(new Target(namespace, pod.get().getMetadata().getName(), podPort.get(), host)), "");
    }

    private static Optional<Integer> podPort(ServicePort port, Pod pod) {
        IntOrString target = port.getTargetPort();
        if (target == null) {
            return Optional.of(port.getPort());
        }
        if (target.getStrVal() == null) {
            return Optional.of(target.getIntVal());
        }
        return pod.getSpec().getContainers().stream()
                .flatMap(container -> container.getPorts().stream())
                .filter(candidate -> target.getStrVal().equals(candidate.getName()))
                .map(ContainerPort::getContainerPort)
                .findFirst();
    }
}
