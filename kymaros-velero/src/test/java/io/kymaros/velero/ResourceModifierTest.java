package io.kymaros.velero;

import static org.assertj.core.api.Assertions.assertThat;

import io.kymaros.k8s.sandbox.ResourcePatch;
import io.kymaros.velero.ResourceModifier.JsonPatch;
import io.kymaros.velero.ResourceModifier.Rule;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ResourceModifierTest {
    @Test
    void eachElementIsSetAndTheListEndsAsLongAsItWas() {
        ResourcePatch patch = new ResourcePatch(
                "services",
                Optional.of(new ResourcePatch.Match("/spec/type", "NodePort")),
                new ResourcePatch.EachElement("/spec/ports", "nodePort", "0"),
                "no node ports");

        Rule rule = ResourceModifier.of(List.of(patch), Set.of("shop"), List.of())
                .resourceModifierRules()
                .get(0);

        int most = ResourceModifier.MOST_ELEMENTS;
        assertThat(rule.mergePatches()).isEmpty();
        assertThat(rule.conditions().matches()).hasSize(1);
        assertThat(rule.patches()).hasSize(3 * most);
        assertThat(rule.patches().subList(0, most)).containsOnly(new JsonPatch("add", "/spec/ports/-", "{}"));
        assertThat(rule.patches().get(most)).isEqualTo(new JsonPatch("add", "/spec/ports/0/nodePort", "0"));
        assertThat(rule.patches().get(2 * most - 1)).isEqualTo(new JsonPatch("add", "/spec/ports/99/nodePort", "0"));
        assertThat(rule.patches().subList(2 * most, 3 * most))
                .containsOnly(new JsonPatch("remove", "/spec/ports/-1", null));
    }

    @Test
    void theModifierIsFarFromTheLargestConfigMap() {
        String yaml = ResourceModifier.of(
                        io.kymaros.k8s.sandbox.Neutralisation.patches(), Set.of("shop", "cart"), List.of())
                .yaml();
        assertThat(yaml.length()).isLessThan(100_000);
        assertThat(yaml).contains("operation: \"remove\"").doesNotContain("value: null");
    }
}
