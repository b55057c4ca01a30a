package io.kymaros.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.kymaros.k8s.api.RestoreReportStatus;
import io.kymaros.testcluster.TestCluster;
import io.kymaros.testcluster.TestCluster.User;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** What a copy of an application could do to production, and does not. */
class HarmlessScenariosTest extends Scenarios {
    HarmlessScenariosTest(TestCluster cluster) {
        super(cluster);
    }

    @Test
    void aCopyIsNotInItsNodesNetworkAndEvictsNobody() {
        Shop shop = new Shop(cluster, "privileged").deploy();
        cluster.apply("""
                apiVersion: scheduling.k8s.io/v1
                kind: PriorityClass
                metadata: {name: privileged-shop}
                value: 1000000
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: agent, namespace: privileged}
                spec:
                  selector: {matchLabels: {app: privileged-agent}}
                  template:
                    metadata: {labels: {app: privileged-agent}}
                    spec:
                      hostNetwork: true
                      hostPID: true
                      priorityClassName: privileged-shop
                      containers: [{name: agent, image: example/agent}]
                """);
        cluster.kubectl("-n", "privileged", "rollout", "status", "deployment/agent", "--timeout=60s")
                .orFail();
        shop.backUp();
        test("privileged", "shop", "15m", "");

        Queue<Pod> copies = new ConcurrentLinkedQueue<>();
        try (KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(cluster.kubeconfig(User.ADMIN).toFile()))
                .build()) {
            client.pods().inAnyNamespace().withLabel("app", "privileged-agent").inform(new Noted(copies));
            run("privileged");
        }

        documented(
                "A pod is in its node's network, sees its processes, and may evict others; its copy does none of it",
                "privileged");
        assertThat(copies).isNotEmpty().allSatisfy(copy -> {
            assertThat(copy.getSpec().getHostNetwork()).isNull();
            assertThat(copy.getSpec().getHostPID()).isNull();
            assertThat(copy.getSpec().getPriority()).isZero();
        });
    }

    @Test
    void whatACopysFinalizerStandsForIsNotTouchedAndTheSandboxGoes() {
        Shop shop = new Shop(cluster, "finalized").deploy();
        cluster.apply("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: registration, namespace: finalized, finalizers: [cloud.example.org/deregister]}
                data: {id: "7"}
                ---
                apiVersion: velero.io/v1
                kind: Schedule
                metadata: {name: bucket, namespace: finalized, finalizers: [cloud.example.org/delete-bucket]}
                spec: {schedule: 0 3 * * *, template: {}}
                """);
        shop.backUp();
        test("finalized", "shop", "15m", "");

        run("finalized");

        RestoreReportStatus status = documented(
                "A ConfigMap and a custom resource carry finalizers that nobody serves in the sandbox", "finalized");
        assertThat(status.conditions())
                .anyMatch(condition -> condition.getType().equals("SandboxCleaned")
                        && condition.getStatus().equals("True"));
        cluster.kubectl(
                        "-n",
                        "finalized",
                        "patch",
                        "configmap/registration",
                        "schedule/bucket",
                        "--type=merge",
                        "-p",
                        "{\"metadata\": {\"finalizers\": null}}")
                .orFail();
    }

    @Test
    void aSpareVolumeIsNotTaken() {
        Shop shop = new Shop(cluster, "spare").deploy();
        for (String name : new String[] {"spare-own", "spare-payroll"}) {
            cluster.apply("""
                    apiVersion: v1
                    kind: PersistentVolume
                    metadata: {name: %s}
                    spec:
                      capacity: {storage: 5Gi}
                      accessModes: [ReadWriteOnce]
                      persistentVolumeReclaimPolicy: Retain
                      storageClassName: spare-disks
                      hostPath: {path: /srv/%s}
                    """.formatted(name, name));
        }
        cluster.apply("""
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: data, namespace: spare}
                spec:
                  accessModes: [ReadWriteOnce]
                  storageClassName: spare-disks
                  volumeName: spare-own
                  resources: {requests: {storage: 5Gi}}
                """);
        cluster.kubectl("-n", "spare", "wait", "--for=jsonpath={.status.phase}=Bound", "pvc/data", "--timeout=60s")
                .orFail();
        shop.backUp();
        test("spare", "shop", "15m", "");

        run("spare");

        documented(
                "A claim's volume has no data in the backup, and another volume of the cluster is free to take",
                "spare");
        assertThat(cluster.kubectl("get", "pv/spare-payroll", "-o", "jsonpath={.status.phase}")
                        .orFail())
                .isEqualTo("Available");
    }

    @Test
    void aPolicyThatTheClusterGivesToEachNamespaceAndThatOnlyDeniesOpensNothing() {
        new Shop(cluster, "governed").deploy().backUp();
        test("governed", "shop", "15m", "");

        Set<String> denied = ConcurrentHashMap.newKeySet();
        try (KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(cluster.kubeconfig(User.ADMIN).toFile()))
                .build()) {
            client.namespaces()
                    .withLabel("restore.kymaros.io/test-name", "governed")
                    .inform(new PolicyEngine(client, denied));
            run("governed");
        }

        documented("A policy engine gives a policy that denies everything to each new namespace", "governed");
        assertThat(denied).isNotEmpty();
    }

    /** Denies everything in each namespace that it sees. */
    private record PolicyEngine(KubernetesClient client, Set<String> denied)
            implements ResourceEventHandler<Namespace> {
        @Override
        public void onAdd(Namespace namespace) {
            String name = namespace.getMetadata().getName();
            client.resource(new NetworkPolicyBuilder()
                            .withNewMetadata()
                            .withNamespace(name)
                            .withName("default-deny")
                            .endMetadata()
                            .withNewSpec()
                            .withNewPodSelector()
                            .endPodSelector()
                            .withPolicyTypes("Ingress", "Egress")
                            .endSpec()
                            .build())
                    .create();
            denied.add(name);
        }

        @Override
        public void onUpdate(Namespace before, Namespace now) {
            // It is denied already.
        }

        @Override
        public void onDelete(Namespace namespace, boolean unknown) {
            // Nothing is left to deny.
        }
    }

    /** Notes the pods that are made outside of the source. */
    private record Noted(Queue<Pod> copies) implements ResourceEventHandler<Pod> {
        @Override
        public void onAdd(Pod pod) {
            if (!pod.getMetadata().getNamespace().equals("privileged")) {
                copies.add(pod);
            }
        }

        @Override
        public void onUpdate(Pod before, Pod now) {
            // As it was made is what counts.
        }

        @Override
        public void onDelete(Pod pod, boolean unknown) {
            // As it was made is what counts.
        }
    }
}
