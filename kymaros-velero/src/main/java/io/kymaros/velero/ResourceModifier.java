package io.kymaros.velero;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kymaros.k8s.sandbox.ResourcePatch;
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

    /** Changes to the objects that meet the conditions. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Rule(Conditions conditions, List<MergePatch> mergePatches) {
        static Rule of(String groupResource, Collection<String> namespaces, String mergePatch) {
            List<String> sorted = namespaces.stream().sorted().toList();
            return new Rule(
                    new Conditions(groupResource, sorted, null, List.of()), List.of(new MergePatch(mergePatch)));
        }

        static Rule of(ResourcePatch patch, Collection<String> namespaces) {
            Rule rule = of(patch.groupResource(), namespaces, patch.mergePatch());
            List<Match> matches = patch.when().stream()
                    .map(when -> new Match(when.path(), when.value()))
                    .toList();
            return new Rule(
                    new Conditions(patch.groupResource(), rule.conditions().namespaces(), null, matches),
                    rule.mergePatches());
        }

        /** The same rule for objects whose name matches a regular expression. */
        Rule forNames(String regex) {
            return new Rule(
                    new Conditions(conditions.groupResource(), conditions.namespaces(), regex, conditions.matches()),
                    mergePatches);
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
}
