package io.kymaros.k8s.completeness;

import io.kymaros.core.evidence.ObjectEvidence;
import io.kymaros.core.evidence.ObjectOrigin;
import io.kymaros.core.evidence.ResourceTypeEvidence;
import io.kymaros.k8s.backup.BackupContents.ObjectKind;
import io.kymaros.k8s.backup.BackupContents.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A resource type that the backup holds and the cluster does not serve: nothing of it can come back here. Or one of which is
 * not known whether the cluster does.
 */
final class UnservedType implements TypeComparison {
    private final Comparison all;
    private final ObjectKind kind;
    private final String reportName;
    private final Optional<String> unknown;

    /** @param unknown why it is not known whether the cluster serves the type; empty if it does not */
    UnservedType(Comparison all, ObjectKind kind, String reportName, Optional<String> unknown) {
        this.all = all;
        this.kind = kind;
        this.reportName = reportName;
        this.unknown = unknown;
    }

    @Override
    public String reportName() {
        return reportName;
    }

    @Override
    public String plural() {
        return reportName;
    }

    @Override
    public void expect() {
        // The backup's own list says it all.
    }

    @Override
    public void look() {
        // What isn't served isn't there.
    }

    @Override
    public Optional<ResourceTypeEvidence> result(RestoreAccount account) {
        List<ObjectEvidence> lost = new ArrayList<>();
        for (String namespace : all.sandbox().namespaces().keySet()) {
            for (String name : all.namesInBackup(kind, namespace)) {
                lost.add(all.evidence(new ObjectName(namespace, name), ObjectOrigin.BACKUP, false)
                        .unknown(unknown.isPresent())
                        .toolMessage(unknown.map(why -> "whether this cluster serves " + kind + " is not known: " + why)
                                .orElse("this cluster does not serve " + kind + "; install what defines it"))
                        .build());
            }
        }
        return evidence(lost, List.of());
    }
}
