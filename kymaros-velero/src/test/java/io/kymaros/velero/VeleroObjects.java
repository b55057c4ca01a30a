package io.kymaros.velero;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kymaros.k8s.backup.Backup;
import io.kymaros.velero.api.StorageLocation;
import io.kymaros.velero.api.VeleroBackup;
import io.kymaros.velero.api.VeleroRestore;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts Velero's objects into a cluster as Velero would leave them. */
final class VeleroObjects {
    static final String VELERO = "velero";

    private final KubernetesClient client;

    VeleroObjects(KubernetesClient client) {
        this.client = client;
    }

    /** A storage location named default. */
    VeleroObjects location(@Nullable String phase, @Nullable String message) {
        StorageLocation location = new StorageLocation();
        location.setMetadata(new ObjectMetaBuilder()
                .withNamespace(VELERO)
                .withName("default")
                .build());
        location.setStatus(new StorageLocation.Status(phase, message));
        client.resource(location).create();
        return this;
    }

    VeleroObjects available() {
        return location("Available", null);
    }

    /** A backup that started at the given second. */
    VeleroObjects backup(String name, String phase, int second, String... namespaces) {
        return backup(name, phase, second, Map.of(), List.of(namespaces), List.of());
    }

    VeleroObjects backup(
            String name,
            String phase,
            int second,
            Map<String, String> labels,
            List<String> includes,
            List<String> excludes) {
        VeleroBackup backup = new VeleroBackup();
        backup.setMetadata(new ObjectMetaBuilder()
                .withNamespace(VELERO)
                .withName(name)
                .withLabels(labels)
                .build());
        backup.setSpec(new VeleroBackup.Spec(
                includes,
                excludes,
                List.of(),
                List.of("secrets"),
                List.of(),
                List.of(),
                null,
                List.of(),
                null,
                false,
                "default"));
        String start = "2026-04-21T03:00:%02dZ".formatted(second);
        int errors = phase.equals("PartiallyFailed") ? 2 : 0;
        backup.setStatus(new VeleroBackup.Status(phase, start, "2026-04-21T03:01:00Z", errors, 0, null, null));
        client.resource(backup).create();
        return this;
    }

    /** A restore of the backup shop-1. */
    VeleroObjects restore(String name, VeleroRestore.@Nullable Status status) {
        return restore(name, "shop-1", status);
    }

    VeleroObjects restore(String name, String backup, VeleroRestore.@Nullable Status status) {
        VeleroRestore restore = new VeleroRestore();
        restore.setMetadata(
                new ObjectMetaBuilder().withNamespace(VELERO).withName(name).build());
        restore.setSpec(new VeleroRestore.Spec(backup, null, null, null, null, null, null));
        restore.setStatus(status);
        client.resource(restore).create();
        return this;
    }

    static VeleroRestore.Status phase(String phase) {
        return new VeleroRestore.Status(phase, List.of(), 0, 0, null, null, null, null);
    }

    static Backup backup(String name) {
        return Backup.builder()
                .toolNamespace(VELERO)
                .name(name)
                .uid("uid-" + name)
                .build();
    }
}
