package io.kymaros.k8s.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class NearestNameTest {
    private static final List<String> KNOWN =
            List.of("backupName", "namespaces", "labelSelector", "provider", "veleroNamespace");

    @Test
    void slipOfTheKeyIsUnderstood() {
        assertThat(NearestName.of("bakcupName", KNOWN)).contains("backupName");
        assertThat(NearestName.of("labelselector", KNOWN)).contains("labelSelector");
        assertThat(NearestName.of("namespace", KNOWN)).contains("namespaces");
    }

    @Test
    void otherNameIsNotGuessed() {
        assertThat(NearestName.of("retention", KNOWN)).isEmpty();
        assertThat(NearestName.of("backupName", List.of())).isEmpty();
    }

    @Test
    void nameThatHasNothingInCommonIsNotGuessed() {
        assertThat(NearestName.of("x", List.of("to", "kind"))).isEmpty();
        assertThat(NearestName.of("ab", List.of("cd"))).isEmpty();
    }

    @Test
    void ofTwoEquallyNearTheFirstByNameIsTaken() {
        assertThat(NearestName.of("cat", List.of("rat", "bat"))).contains("bat");
    }

    @Property
    void knownNameIsItsOwnNearest(
            @ForAll @Size(min = 1, max = 5) List<@AlphaChars @StringLength(min = 1, max = 30) String> known) {
        assertThat(NearestName.of(known.get(0), known))
                .hasValueSatisfying(near -> assertThat(near).isEqualToIgnoringCase(known.get(0)));
    }

    @Property
    void whatIsGuessedIsKnown(@ForAll String name) {
        assertThat(KNOWN).containsAll(NearestName.of(name, KNOWN).stream().toList());
    }
}
