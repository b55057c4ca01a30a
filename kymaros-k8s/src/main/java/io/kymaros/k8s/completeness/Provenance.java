package io.kymaros.k8s.completeness;

import io.kymaros.core.evidence.ObjectDefect;
import io.kymaros.core.level.Reason;
import io.kymaros.k8s.backup.BackupContents.ObjectName;
import io.kymaros.k8s.backup.RestoreOutcome;
import io.kymaros.k8s.backup.RestoredObjects;
import io.kymaros.k8s.backup.RestoredObjects.Action;
import java.util.Optional;

/**
 * Where an object in the sandbox comes from, by the backup tool's own list. Where a tool keeps no such list a name has to do.
 */
final class Provenance {
    private final Optional<RestoredObjects> list;
    private final Optional<String> unknown;
    private final ToolMessages messages;

    Provenance(RestoreOutcome outcome, ToolMessages messages) {
        this.list = outcome.restoredObjects();
        this.unknown = outcome.restoredObjectsUnknown();
        this.messages = messages;
    }

    /** Why it can't be told whether an object that is there came back from the backup; empty if it can. */
    Optional<ObjectDefect> untold() {
        return unknown.map(why -> ObjectDefect.of(
                Reason.COMPLETENESS_ORIGIN_UNKNOWN.toString(),
                "an object of this name is there; whether it came back from the backup is not known (" + why + ")"));
    }

    /**
     * What is wrong with an object that is there, if it did not come back from the backup; empty if it did.
     *
     * @param namespace its namespace in the sandbox
     */
    Optional<ObjectDefect> foreign(ResourceType type, String namespace, String name) {
        if (list.isEmpty()) {
            return Optional.empty();
        }
        Optional<Action> action = action(type, namespace, name);
        if (action.isEmpty()) {
            return foreign("the backup tool restored none of this name");
        }
        return switch (action.get()) {
            case CREATED, UPDATED -> Optional.empty();
            // It was there, and is what the backup holds unless the tool says otherwise.
            case SKIPPED -> messages.about(type, namespace, name).flatMap(Provenance::foreign);
            case FAILED ->
                foreign(messages.about(type, namespace, name).orElse("the backup tool could not restore it"));
        };
    }

    /** Why an object is missing that did come back; empty if it did not, or nothing is known of that. */
    Optional<String> goneSince(ResourceType type, String namespace, String name) {
        return action(type, namespace, name)
                .filter(action -> action == Action.CREATED || action == Action.UPDATED)
                .map(action -> "the restore brought it back, and somebody has deleted it in the sandbox since");
    }

    private static Optional<ObjectDefect> foreign(String why) {
        return Optional.of(ObjectDefect.of(
                Reason.COMPLETENESS_NOT_FROM_BACKUP.toString(),
                "somebody else has made one of this name in the sandbox; the backup's own did not come back: " + why));
    }

    private Optional<Action> action(ResourceType type, String namespace, String name) {
        return list.flatMap(known -> known.of(type.kind(), new ObjectName(namespace, name)));
    }
}
