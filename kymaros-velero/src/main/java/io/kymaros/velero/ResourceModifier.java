package io.kymaros.velero;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kymaros.k8s.sandbox.ResourcePatch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Velero's resource modifier, version 1: changes to objects while they are restored. Velero applies it before it maps
 * namespaces, so the conditions name the original ones.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record ResourceModifier(String version, List<Rule> resourceModifierRules) {
    /** More ports than any Service is known to have. */
    static final int MOST_ELEMENTS = 100;

    /** A modifier with the given changes, in that order. */
    static ResourceModifier of(Collection<ResourcePatch> patches, Set<String> namespaces, List<Rule> further) {
        Stream<Rule> rules = patches.stream().map(patch -> Rule.of(patch, namespaces));
        return new ResourceModifier("v1", Stream.concat(rules, further.stream()).toList());
    }

    boolean isEmpty() {
        return resourceModifierRules.isEmpty();
    }

    String yaml() {
        return Serialization.asYaml(this);
    }

    /** Changes to the objects that meet the conditions, of one sort or the other. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Rule(Conditions conditions, List<MergePatch> mergePatches, List<JsonPatch> patches) {
        static Rule of(String groupResource, Collection<String> namespaces, String mergePatch) {
            List<String> sorted = namespaces.stream().sorted().toList();
            return new Rule(
                    new Conditions(groupResource, sorted, null, List.of()),
                    List.of(new MergePatch(mergePatch)),
                    List.of());
        }

        static Rule of(ResourcePatch patch, Collection<String> namespaces) {
            List<Match> matches = patch.when().stream()
                    .map(when -> new Match(when.path(), when.value()))
                    .toList();
            Conditions conditions =
                    new Conditions(types(patch), namespaces.stream().sorted().toList(), null, matches);
            // A switch over a sealed type is not in Java 17.
            return patch.change() instanceof ResourcePatch.EachElement each
                    ? new Rule(conditions, List.of(), JsonPatch.eachElement(each))
                    : new Rule(
                            conditions,
                            List.of(new MergePatch(((ResourcePatch.MergePatch) patch.change()).json())),
                            List.of());
        }

        /** Velero reads types as patterns, in which one star ends at a dot. */
        private static String types(ResourcePatch patch) {
            return patch.groupResource().equals(ResourcePatch.EVERY_TYPE) ? "**" : patch.groupResource();
        }

        /** The same rule for objects whose name matches a regular expression. */
        Rule forNames(String regex) {
            return new Rule(
                    new Conditions(conditions.groupResource(), conditions.namespaces(), regex, conditions.matches()),
                    mergePatches,
                    patches);
        }
    }

    /** Which objects a rule is for; all conditions must hold. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Conditions(
            String groupResource,
            List<String> namespaces,
            @Nullable String resourceNameRegex,
            List<Match> matches) {}

    /** A value that must stand at a JSON pointer. */
    record Match(String path, String value) {}

    /** A JSON merge patch. */
    record MergePatch(String patchData) {}

    /** One operation of a JSON patch (RFC 6902). If one fails the restore has an error. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record JsonPatch(
            String operation, String path, @Nullable String value) {

        /**
         * Sets a field of the first {@value #MOST_ELEMENTS} elements of a list. JSON patch has no word for "each", and an
         * operation on an element that is not there fails: so the list is first made long enough, then every element is
         * set, then what was added goes again. Velero takes the index -1 as the last one.
         */
        static List<JsonPatch> eachElement(ResourcePatch.EachElement each) {
            List<JsonPatch> patches = new ArrayList<>();
            for (int i = 0; i < MOST_ELEMENTS; i++) {
                patches.add(new JsonPatch("add", each.list() + "/-", "{}"));
            }
            for (int i = 0; i < MOST_ELEMENTS; i++) {
                patches.add(new JsonPatch("add", each.list() + "/" + i + "/" + each.field(), each.json()));
            }
            for (int i = 0; i < MOST_ELEMENTS; i++) {
                patches.add(new JsonPatch("remove", each.list() + "/-1", null));
            }
            return patches;
        }
    }
}
