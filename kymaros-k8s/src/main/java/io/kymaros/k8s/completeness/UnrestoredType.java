package io.kymaros.k8s.completeness;

import io.kymaros.core.evidence.ObjectEvidence;
import io.kymaros.core.evidence.ResourceTypeEvidence;
import io.kymaros.k8s.backup.BackupContents.ObjectName;
import io.kymaros.k8s.sandbox.RestoredTypes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The comparison of a type that no restore may bring into a sandbox: the source is held against the backup's own list. What
 * the backup holds is not looked for, and does not count.
 */
final class UnrestoredType implements TypeComparison {
    private final Comparison all;
    private final ResourceType type;
    private final String reportName;
    private final MetadataLister lister;
    private final Makers makers;
    private final Map<ObjectName, Metadata> leftOut = new LinkedHashMap<>();

    UnrestoredType(Comparison all, ResourceType type, String reportName, MetadataLister lister, Makers makers) {
        this.all = all;
        this.type = type;
        this.reportName = reportName;
        this.lister = lister;
        this.makers = makers;
    }

    @Override
    public String reportName() {
        return reportName;
    }

    @Override
    public String plural() {
        return type.plural();
    }

    @Override
    public void expect() {
        Set<String> sources = all.sandbox().namespaces().keySet();
        int held = sources.stream()
                .mapToInt(source -> all.namesInBackup(type.kind(), source).size())
                .sum();
        if (held > 0) {
            all.leaveOut(reportName + ": " + held + " in the backup, "
                    + RestoredTypes.whyNot(type.plural(), type.kind().group()));
        }
        sources.stream().filter(source -> !all.gone().contains(source)).forEach(this::expect);
    }

    private void expect(String source) {
        Set<String> inBackup = all.namesInBackup(type.kind(), source);
        for (Metadata object : lister.metadata(type, source)) {
            if (!inBackup.contains(object.name()) && all.stayedForBackup(object) && !normalised(object)) {
                leftOut.put(new ObjectName(source, object.name()), object);
            }
        }
    }

    private boolean normalised(Metadata object) {
        Optional<String> why = Normalisation.ofObject(type.kind(), object);
        why.ifPresent(all::leaveOut);
        return why.isPresent();
    }

    @Override
    public void look() {
        // Nothing of the type may be there.
    }

    @Override
    public Optional<ResourceTypeEvidence> result(RestoreAccount account) {
        List<ObjectEvidence> lost = new ArrayList<>();
        leftOut.forEach((name, object) -> lost.add(makers.missing(name.namespace(), object)));
        return evidence(lost, List.of());
    }
}
