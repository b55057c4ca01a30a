package io.kymaros.k8s.completeness;

import io.kymaros.core.evidence.ImmutableObjectEvidence;
import io.kymaros.core.evidence.ObjectEvidence;
import io.kymaros.core.evidence.RestoreEvidence;
import io.kymaros.k8s.backup.BackupContents.ObjectName;
import io.kymaros.k8s.backup.RestoreOutcome;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the backup tool tells of a restore that has ended, object by object. */
final class RestoreAccount {
    private final RestoreOutcome outcome;
    private final ToolMessages messages;
    private final Provenance provenance;

    RestoreAccount(RestoreOutcome outcome) {
        RestoreEvidence said = outcome.evidence();
        this.outcome = outcome;
        this.messages =
                new ToolMessages(Stream.of(said.errorMessages(), said.environmentErrors(), said.warningMessages())
                        .flatMap(List::stream)
                        .toList());
        this.provenance = new Provenance(outcome, messages);
    }

    /** Where objects in the sandbox come from. */
    Provenance provenance() {
        return provenance;
    }

    /**
     * The first message about an object.
     *
     * @param namespace the sandbox namespace that the object was to be restored into
     */
    Optional<String> about(ResourceType type, String namespace, String name) {
        return messages.about(type, namespace, name);
    }

    /** What is known of an object that is not in the sandbox. */
    ObjectEvidence missing(ImmutableObjectEvidence.Builder object, ResourceType type, String namespace, String name) {
        Optional<String> gone = provenance.goneSince(type, namespace, name);
        return object.unknown(gone.isPresent())
                .toolMessage(gone.or(() -> about(type, namespace, name)))
                .build();
    }

    /** Why the restore has left the volume of a claim empty of which the backup holds the data; empty if it has not. */
    Optional<String> notFilled(ObjectName claim) {
        return Optional.ofNullable(outcome.volumesNotFilled().get(claim));
    }

    /** Why it is not known whether volumes were filled. */
    Optional<String> volumesUnknown() {
        return outcome.volumesUnknown();
    }
}
