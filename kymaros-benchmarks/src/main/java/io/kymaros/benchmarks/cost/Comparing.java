package io.kymaros.benchmarks.cost;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.kymaros.core.evidence.CompletenessEvidence;
import io.kymaros.core.evidence.ResourceTypeEvidence;
import io.kymaros.core.evidence.RestoreEvidence;
import io.kymaros.core.evidence.RestorePhase;
import io.kymaros.core.policy.ScoringPolicy;
import io.kymaros.k8s.api.RestoreTestSpec.NetworkIsolation;
import io.kymaros.k8s.backup.Backup;
import io.kymaros.k8s.backup.BackupContents;
import io.kymaros.k8s.backup.BackupContents.ObjectKind;
import io.kymaros.k8s.backup.BackupContents.ObjectName;
import io.kymaros.k8s.backup.RestoreOutcome;
import io.kymaros.k8s.completeness.CompletenessGatherer;
import io.kymaros.k8s.sandbox.Sandbox;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The process that is measured: compares a source namespace, a sandbox and the list of a backup, as a run does, and prints
 * how many objects came back and the most heap that it used.
 */
final class Comparing {
    private Comparing() {}

    public static void main(String[] arguments) {
        String source = arguments[1];
        int objects = Integer.parseInt(arguments[3]);
        try (KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(Path.of(arguments[0]).toFile()))
                .build()) {
            CompletenessEvidence evidence = new CompletenessGatherer(
                            client, ScoringPolicy.standard().scoredResourceTypes())
                    .gather(
                            Backup.builder()
                                    .toolNamespace("velero")
                                    .name(source)
                                    .uid(source)
                                    .startedAt(Instant.now())
                                    .build(),
                            contents(source, objects),
                            sandbox(source, arguments[2]),
                            RestoreOutcome.builder()
                                    .evidence(RestoreEvidence.builder()
                                            .tool("Velero")
                                            .phase(RestorePhase.COMPLETED)
                                            .build())
                                    .build());
            System.out.println(evidence.resourceTypes().stream()
                    .mapToInt(ResourceTypeEvidence::found)
                    .sum());
        }
        System.out.println(ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(MemoryUsage::getUsed)
                .sum());
    }

    private static BackupContents contents(String source, int objects) {
        List<ObjectName> names = IntStream.range(0, objects / 2)
                .mapToObj(i -> new ObjectName(source, Filling.name(i)))
                .toList();
        return BackupContents.builder()
                .putObjects(new ObjectKind("v1", "ConfigMap"), names)
                .putObjects(new ObjectKind("v1", "Secret"), names)
                .build();
    }

    private static Sandbox sandbox(String source, String target) {
        return Sandbox.builder()
                .namespaces(Map.of(source, target))
                .runUid("benchmark")
                .expiresAt(Instant.now())
                .isolation(NetworkIsolation.strict)
                .build();
    }
}
