package io.kymaros.k8s.logs;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kymaros.k8s.api.RestoreReport;
import io.kymaros.k8s.fault.ApiFault;
import io.kymaros.k8s.fault.EvidenceUnavailableException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Logs beside a report: a Secret of the report's namespace that goes when the report goes. Who may read reports may not
 * therefore read it.
 */
public final class LogSecret {
    private static final String TYPE = "restore.kymaros.io/pod-logs";
    private static final int CONFLICT = 409;

    private final KubernetesClient client;

    public LogSecret(KubernetesClient client) {
        this.client = client;
    }

    /** The name of a report's Secret. */
    public static String name(String report) {
        return report + "-logs";
    }

    /**
     * Writes the files.
     *
     * @throws EvidenceUnavailableException if the Secret can't be created
     */
    public void write(RestoreReport report, PodLogs logs) {
        Map<String, String> data = new TreeMap<>();
        logs.files()
                .forEach((name, text) ->
                        data.put(name, Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))));
        Secret secret = new SecretBuilder()
                .withNewMetadata()
                .withNamespace(report.getMetadata().getNamespace())
                .withName(name(report.getMetadata().getName()))
                .withLabels(report.getMetadata().getLabels())
                .addNewOwnerReference()
                .withApiVersion(report.getApiVersion())
                .withKind(report.getKind())
                .withName(report.getMetadata().getName())
                .withUid(report.getMetadata().getUid())
                .endOwnerReference()
                .endMetadata()
                .withType(TYPE)
                .withImmutable(true)
                .withData(data)
                .build();
        try {
            client.resource(secret).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != CONFLICT || !isOf(report, secret)) {
                throw ApiFault.gap(
                        "keep the pods' logs in Secret " + secret.getMetadata().getName(), e);
            }
        }
    }

    /** The answer to an earlier attempt can have been lost. */
    private boolean isOf(RestoreReport report, Secret secret) {
        Secret stored = client.resource(secret).get();
        return stored != null
                && stored.getMetadata().getOwnerReferences().stream().anyMatch(owner -> owner.getUid()
                        .equals(report.getMetadata().getUid()));
    }

    /**
     * Reads the files of a report, by name; empty when there are none.
     *
     * @throws EvidenceUnavailableException if the Secret can't be read
     */
    public Optional<Map<String, String>> read(String namespace, String report) {
        try {
            Secret secret = client.secrets()
                    .inNamespace(namespace)
                    .withName(name(report))
                    .get();
            if (secret == null || !TYPE.equals(secret.getType()) || secret.getData() == null) {
                return Optional.empty();
            }
            Map<String, String> files = new TreeMap<>();
            secret.getData()
                    .forEach((name, data) ->
                            files.put(name, new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8)));
            return Optional.of(files);
        } catch (KubernetesClientException e) {
            throw ApiFault.gap("read the pods' logs in Secret " + namespace + "/" + name(report), e);
        }
    }
}
