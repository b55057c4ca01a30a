package io.kymaros.examples.embedding;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.kymaros.k8s.report.ReportStore;
import java.util.List;

/** Reads a test's reports from the cluster of the current kubeconfig context. */
public final class ReadingReports {
    private ReadingReports() {}

    /**
     * Prints a line for each report, the newest first.
     *
     * @param args namespace and name of a RestoreTest
     */
    public static void main(String... args) {
        try (KubernetesClient client = new KubernetesClientBuilder().build()) {
            lines(client, args[0], args[1]).forEach(System.out::println);
        }
    }

    static List<String> lines(KubernetesClient client, String namespace, String test) {
        return new ReportStore(client)
                .of(test, namespace).stream()
                        .filter(report -> report.getStatus() != null)
                        .map(report -> report.getMetadata().getName() + " "
                                + report.getStatus().result() + " "
                                + report.getStatus().score())
                        .toList();
    }
}
