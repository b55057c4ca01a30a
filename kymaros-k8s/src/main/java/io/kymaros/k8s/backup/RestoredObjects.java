package io.kymaros.k8s.backup;

import io.kymaros.k8s.backup.BackupContents.ObjectKind;
import io.kymaros.k8s.backup.BackupContents.ObjectName;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The backup tool's own list of what it did with each object. A name alone does not tell where an object comes from: a
 * controller may have made one of the same name, with other contents.
 */
public final class RestoredObjects {
    private final Map<String, Map<ObjectName, Action>> actions = new HashMap<>();

    /** @param actions by kind, what was done with the object of a namespace of the sandbox and a name */
    public RestoredObjects(Map<ObjectKind, Map<ObjectName, Action>> actions) {
        actions.forEach((kind, objects) ->
                this.actions.computeIfAbsent(key(kind), key -> new HashMap<>()).putAll(objects));
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
        return Optional.ofNullable(actions.getOrDefault(key(kind), Map.of()).get(object));
    }

    private static String key(ObjectKind kind) {
        return kind.kind() + "." + kind.group();
    }
}
