package io.kymaros.k8s.backup;

import io.kymaros.k8s.backup.BackupContents.ObjectKind;
import io.kymaros.k8s.backup.BackupContents.ObjectName;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The backup tool's own list of what it did with each object. A name alone does not tell where an object comes from: a
 * controller may have made one of the same name, with other contents.
 *
 * @param actions by kind, what was done with the object of a namespace of the sandbox and a name
 */
public record RestoredObjects(Map<ObjectKind, Map<ObjectName, Action>> actions) {
    public RestoredObjects {
        actions = Map.copyOf(actions);
    }

    /** What a tool did with an object. */
    public enum Action {
        /** It made it from the backup. */
        CREATED,
        /** It was there, and the tool made it what the backup holds. */
        UPDATED,
        /** It was there, and the tool left it as it was. */
        SKIPPED,
        /** The tool could not restore it. */
        FAILED
    }

    /**
     * What was done with an object; empty if the list does not name it.
     *
     * @param kind its kind, in whichever version
     * @param object its namespace in the sandbox, and its name
     */
    public Optional<Action> of(ObjectKind kind, ObjectName object) {
        return actions.entrySet().stream()
                .filter(entry -> entry.getKey().kind().equals(kind.kind())
                        && entry.getKey().group().equals(kind.group()))
                .map(entry -> entry.getValue().get(object))
                .filter(Objects::nonNull)
                .findFirst();
    }
}
