package io.kymaros.velero;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.kymaros.k8s.backup.BackupContents.ObjectKind;
import io.kymaros.k8s.backup.BackupContents.ObjectName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Velero's list of what a backup holds: {@code {"apps/v1/Deployment": ["shop/api"], "v1/Namespace": ["shop"]}}. A name
 * without a namespace belongs to a cluster-scoped object.
 */
final class ResourceListFile {
    private static final ObjectKind VOLUME = new ObjectKind("v1", "PersistentVolume");
    private static final ObjectKind CLAIM = new ObjectKind("v1", "PersistentVolumeClaim");

    /**
     * What a backup holds.
     *
     * @param objects the namespaced objects, by kind
     * @param volumes names of the PersistentVolumes
     */
    record ResourceList(Map<ObjectKind, List<ObjectName>> objects, Set<String> volumes) {
        List<ObjectName> claims() {
            return objects.getOrDefault(CLAIM, List.of());
        }
    }

    private ResourceListFile() {}

    static ResourceList parse(JsonParser json) throws IOException {
        Map<ObjectKind, List<ObjectName>> objects = new LinkedHashMap<>();
        Set<String> volumes = new LinkedHashSet<>();
        JsonShape.expect(json, json.nextToken(), JsonToken.START_OBJECT);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            ObjectKind kind = kind(json, json.currentName());
            List<ObjectName> names = new ArrayList<>();
            readNames(json, names, kind.equals(VOLUME) ? volumes : new LinkedHashSet<>());
            if (!names.isEmpty()) {
                objects.computeIfAbsent(kind, k -> new ArrayList<>()).addAll(names);
            }
        }
        return new ResourceList(objects, volumes);
    }

    private static ObjectKind kind(JsonParser json, String key) throws IOException {
        int slash = key.lastIndexOf('/');
        if (slash <= 0 || slash == key.length() - 1) {
            throw JsonShape.unexpected(json, "a key that is not apiVersion/kind");
        }
        return new ObjectKind(key.substring(0, slash), key.substring(slash + 1));
    }

    private static void readNames(JsonParser json, List<ObjectName> names, Set<String> clusterScoped)
            throws IOException {
        if (json.nextToken() == JsonToken.VALUE_NULL) {
            return;
        }
        JsonShape.expect(json, json.currentToken(), JsonToken.START_ARRAY);
        while (json.nextToken() != JsonToken.END_ARRAY) {
            JsonShape.expect(json, json.currentToken(), JsonToken.VALUE_STRING);
            String name = json.getText();
            int slash = name.indexOf('/');
            if (slash > 0) {
                names.add(new ObjectName(name.substring(0, slash), name.substring(slash + 1)));
            } else {
                clusterScoped.add(name);
            }
        }
    }
}
