package io.kymaros.velero;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.kymaros.k8s.fault.ApiFault;
import io.kymaros.k8s.fault.EvidenceUnavailableException;
import io.kymaros.k8s.fault.ObstacleException;
import io.kymaros.velero.api.DownloadRequest;
import io.kymaros.velero.api.StorageLocation;
import io.kymaros.velero.api.Velero;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The files that Velero keeps beside a backup or a restore in its object storage. Velero hands out a signed address for
 * each, asked for by a DownloadRequest; the request is deleted as soon as the file was read, because the address is as
 * good as the file.
 */
final class VeleroFiles {
    static final String MANAGED_BY_LABEL = "app.kubernetes.io/managed-by";
    static final String MANAGED_BY = "kymaros";

    private final KubernetesClient client;
    private final Patience patience;
    private final SignedDownload download;

    VeleroFiles(KubernetesClient client, Patience patience) {
        this.client = client;
        this.patience = patience;
        this.download = new SignedDownload(patience.download());
    }

    /**
     * Reads one file.
     *
     * @param location the storage location of the backup; asked for when Velero has been asked for the file already
     * @return what the parser made of it; empty if the storage holds no such file
     * @throws EvidenceUnavailableException if the file can't be read
     * @throws ObstacleException if Velero does not react at all
     */
    <T> Optional<T> read(VeleroFile file, Supplier<StorageLocation> location, FileParser<T> parser)
            throws InterruptedException {
        Resource<DownloadRequest> request = ask(file);
        try {
            StorageLocation trusted = location.get();
            return download.get(address(request, file), file, trusted, parser);
        } finally {
            withdraw(request);
        }
    }

    private Resource<DownloadRequest> ask(VeleroFile file) {
        DownloadRequest request = new DownloadRequest();
        request.setMetadata(new ObjectMetaBuilder()
                .withNamespace(file.namespace())
                .withGenerateName("kymaros-")
                .withLabels(
                        Map.of(MANAGED_BY_LABEL, MANAGED_BY, file.kind().ownerLabel(), Velero.labelValue(file.owner())))
                .build());
        request.setSpec(
                new DownloadRequest.Spec(new DownloadRequest.Target(file.kind().kind(), file.owner())));
        try {
            DownloadRequest created = client.resource(request).create();
            return client.resources(DownloadRequest.class)
                    .inNamespace(file.namespace())
                    .withName(created.getMetadata().getName());
        } catch (KubernetesClientException e) {
            throw ApiFault.gap("ask Velero for " + file, e);
        }
    }

    private String address(Resource<DownloadRequest> request, VeleroFile file) throws InterruptedException {
        Optional<String> address = new ObjectWatch<>(request, "wait for the address of " + file)
                .first(
                        found -> {
                            if (found.filter(DownloadRequest::refused).isPresent()) {
                                throw notOffered(file);
                            }
                            return found.flatMap(DownloadRequest::address);
                        },
                        patience.velero());
        if (address.isPresent()) {
            return address.get();
        }
        throw wasSeen(request) ? notOffered(file) : velerosSilence(file);
    }

    private static boolean wasSeen(Resource<DownloadRequest> request) {
        try {
            DownloadRequest left = request.get();
            return left == null || left.seen();
        } catch (KubernetesClientException e) {
            return true;
        }
    }

    private EvidenceUnavailableException notOffered(VeleroFile file) {
        return new EvidenceUnavailableException(
                "DownloadNotOffered",
                "Velero gave no address for %s within %d s. Look for the reason in the Velero server's log."
                        .formatted(file, patience.velero().toSeconds()),
                null);
    }

    private ObstacleException velerosSilence(VeleroFile file) {
        return new ObstacleException(
                "VeleroNotRunning",
                "Velero did not react within %d s to a request for %s: is the Velero server in namespace %s running?"
                        .formatted(patience.velero().toSeconds(), file, file.namespace()));
    }

    private static void withdraw(Resource<DownloadRequest> request) {
        try {
            request.delete();
        } catch (KubernetesClientException e) {
            // Velero deletes it by itself ten minutes later.
        }
    }
}
