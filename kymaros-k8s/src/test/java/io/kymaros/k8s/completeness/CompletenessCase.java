package io.kymaros.k8s.completeness;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.kymaros.core.evidence.CompletenessEvidence;
import io.kymaros.core.evidence.RestoreEvidence;
import io.kymaros.core.evidence.RestorePhase;
import io.kymaros.core.policy.ScoringPolicy;
import io.kymaros.k8s.backup.Backup;
import io.kymaros.k8s.backup.BackupContents;
import io.kymaros.k8s.backup.BackupContents.ObjectKind;
import io.kymaros.k8s.backup.BackupContents.ObjectName;
import io.kymaros.k8s.backup.ImmutableBackup;
import io.kymaros.k8s.backup.ImmutableRestoreOutcome;
import io.kymaros.k8s.backup.RestoreOutcome;
import io.kymaros.k8s.fake.FakeCluster;
import io.kymaros.k8s.sandbox.Sandbox;
import io.kymaros.k8s.sandbox.Sandboxes;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A source namespace, its sandbox, and a backup in between. */
abstract class CompletenessCase {
    static final Instant BACKUP_STARTED = Instant.parse("2026-01-02T00:00:00Z");
    static final Instant BEFORE = BACKUP_STARTED.minus(Duration.ofDays(1));
    static final Instant AFTER = BACKUP_STARTED.plus(Duration.ofDays(1));
    static final String SOURCE = "shop";
    static final String SANDBOX = "rp-test-a3f2c1";

    final FakeCluster cluster = new FakeCluster();
    Sandbox sandbox = Sandboxes.of(SOURCE, SANDBOX);
    Backup backup = backup().build();

    @BeforeEach
    void namespaces() {
        cluster.create(namespace(SOURCE), BEFORE);
        cluster.namespace(SANDBOX, Map.of());
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    final CompletenessGatherer gatherer() {
        return new CompletenessGatherer(
                cluster.client(), ScoringPolicy.standard().scoredResourceTypes());
    }

    /** @param errors what the backup tool said of objects that it could not restore */
    final CompletenessEvidence gather(BackupContents contents, String... errors) {
        return gatherer().gather(backup, contents, sandbox, restored(errors).build());
    }

    static ImmutableRestoreOutcome.Builder restored(String... errors) {
        return RestoreOutcome.builder()
                .evidence(RestoreEvidence.builder()
                        .tool("Velero")
                        .phase(errors.length == 0 ? RestorePhase.COMPLETED : RestorePhase.PARTIALLY_FAILED)
                        .errors(errors.length)
                        .addErrorMessages(errors)
                        .build());
    }

    static ImmutableBackup.Builder backup() {
        return Backup.builder()
                .toolNamespace("velero")
                .name("shop-20260102")
                .uid("b1")
                .startedAt(BACKUP_STARTED);
    }

    static BackupContents contents(ObjectKind kind, String... names) {
        return BackupContents.builder().putObjects(kind, names(names)).build();
    }

    static List<ObjectName> names(String... names) {
        return Arrays.stream(names).map(name -> new ObjectName(SOURCE, name)).toList();
    }

    static Namespace namespace(String name) {
        return new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .build();
    }

    static ObjectMetaBuilder meta(String namespace, String name) {
        return new ObjectMetaBuilder().withNamespace(namespace).withName(name);
    }

    /** Of an object in the source that the Deployment {@code owner} owns. */
    static ObjectMeta owned(String name) {
        return owned(SOURCE, name, "apps/v1", "Deployment", "owner");
    }

    static ObjectMeta owned(String namespace, String name, String apiVersion, String kind, String owner) {
        return meta(namespace, name)
                .addNewOwnerReference()
                .withApiVersion(apiVersion)
                .withKind(kind)
                .withName(owner)
                .withController(true)
                .endOwnerReference()
                .build();
    }
}
