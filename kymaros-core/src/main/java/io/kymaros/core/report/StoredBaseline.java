package io.kymaros.core.report;

import io.kymaros.core.evidence.CompletenessEvidence;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/** What the contents are said to have been compared with. */
@Value.Immutable
public interface StoredBaseline {
    /** Compared with the backup's list and with the source namespaces. */
    String BACKUP_AND_SOURCE = "BackupAndSourceNamespace";

    /** Compared with the backup's list alone, for a source namespace is gone, or was made again since. */
    String BACKUP = "Backup";

    /** The stated source, as text. */
    Optional<String> source();

    /** The source namespaces that are said to be gone. */
    List<String> goneNamespaces();

    /** Starts an empty value. */
    static ImmutableStoredBaseline.Builder builder() {
        return ImmutableStoredBaseline.builder();
    }

    /** The baseline of a run, as it is to be stored. */
    static StoredBaseline of(CompletenessEvidence completeness) {
        return builder()
                .source(source(completeness.goneNamespaces()))
                .goneNamespaces(completeness.goneNamespaces())
                .build();
    }

    /** What is compared with, as far as the source namespaces are still there. */
    static String source(List<String> goneNamespaces) {
        return goneNamespaces.isEmpty() ? BACKUP_AND_SOURCE : BACKUP;
    }
}
