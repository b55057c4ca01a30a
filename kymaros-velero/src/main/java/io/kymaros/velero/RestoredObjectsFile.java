package io.kymaros.velero;

import com.fasterxml.jackson.core.JsonParser;
import io.kymaros.k8s.backup.BackupContents.ObjectKind;
import io.kymaros.k8s.backup.BackupContents.ObjectName;
import io.kymaros.k8s.backup.RestoredObjects;
import io.kymaros.k8s.backup.RestoredObjects.Action;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Velero's list of what it did with each object: {@code {"v1/Secret": ["sandbox/db(created)"]}}. */
final class RestoredObjectsFile {
    private static final Pattern ENTRY = Pattern.compile("(.*)\\((created|updated|skipped|failed)\\)");

    private RestoredObjectsFile() {}

    static RestoredObjects parse(JsonParser json) throws IOException {
        Map<ObjectKind, Map<ObjectName, Action>> actions = new HashMap<>();
        ResourceListFile.parse(json)
                .objects()
                .forEach((kind, entries) -> entries.forEach(entry -> {
                    Matcher told = ENTRY.matcher(entry.name());
                    // Another word than these tells nothing: then the list does not name the object.
                    if (told.matches()) {
                        actions.computeIfAbsent(kind, k -> new HashMap<>())
                                .put(
                                        new ObjectName(entry.namespace(), told.group(1)),
                                        Action.valueOf(told.group(2).toUpperCase(Locale.ROOT)));
                    }
                }));
        return new RestoredObjects(actions);
    }
}
