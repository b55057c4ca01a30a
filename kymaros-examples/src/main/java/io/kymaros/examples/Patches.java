package io.kymaros.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.kymaros.k8s.sandbox.ResourcePatch;

/** Changes to objects that are being restored: JSON merge patches (RFC 7386), and fields of list elements. */
public final class Patches {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Patches() {}

    /** Whether the patch is meant for the object, which is also given as JSON. */
    public static boolean applies(ResourcePatch patch, HasMetadata object, JsonNode json) {
        return patch.isFor(groupResource(object))
                && patch.when()
                        .map(match -> json.at(match.path()).asText().equals(match.value()))
                        .orElse(true);
    }

    /** Changes the object. */
    public static void apply(ResourcePatch patch, ObjectNode object) {
        if (patch.change() instanceof ResourcePatch.EachElement each) {
            JsonNode value = parse(each.json());
            object.at(each.list()).forEach(element -> ((ObjectNode) element).set(each.field(), value));
        } else {
            merge(object, parse(((ResourcePatch.MergePatch) patch.change()).json()));
        }
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON: " + json, e);
        }
    }

    /** Changes an object by a patch. */
    public static void merge(ObjectNode target, JsonNode patch) {
        patch.properties().forEach(field -> {
            if (field.getValue().isNull()) {
                target.remove(field.getKey());
            } else if (field.getValue().isObject()) {
                merge(target.withObject("/" + field.getKey()), field.getValue());
            } else {
                target.set(field.getKey(), field.getValue());
            }
        });
    }

    /** The object's resource type as plural.group; the plural alone in the core group. */
    public static String groupResource(HasMetadata object) {
        int slash = object.getApiVersion().indexOf('/');
        String plural = HasMetadata.getPlural(object.getClass());
        return slash < 0 ? plural : plural + "." + object.getApiVersion().substring(0, slash);
    }
}
