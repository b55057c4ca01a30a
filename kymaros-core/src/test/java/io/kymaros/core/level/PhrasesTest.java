package io.kymaros.core.level;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhrasesTest {
    @ParameterizedTest
    @CsvSource({
        "Secret, Secrets",
        "NetworkPolicy, NetworkPolicies",
        "Gateway, Gateways",
        "Ingress, Ingresses",
        "Box, Boxes",
        "Batch, Batches",
        "Mesh, Meshes",
        "Certificate.cert-manager.io, Certificates.cert-manager.io",
        ".hidden, .hiddens"
    })
    void pluralOfAKind(String singular, String plural) {
        assertThat(Phrases.plural(singular)).isEqualTo(plural);
    }

    @Test
    void countsAndRatiosAgreeWithTheirNoun() {
        assertThat(Phrases.count(0, "error")).isEqualTo("0 errors");
        assertThat(Phrases.count(1, "error")).isEqualTo("1 error");
        assertThat(Phrases.ratio(0, 1, "pod")).isEqualTo("0/1 pod");
        assertThat(Phrases.ratio(1, 2, "pod")).isEqualTo("1/2 pods");
    }

    @Test
    void longListsAreCutAfterTen() {
        assertThat(Phrases.list(Collections.nCopies(10, "a"))).isEqualTo("a, a, a, a, a, a, a, a, a, a");
        assertThat(Phrases.list(Collections.nCopies(11, "a"))).isEqualTo("a, a, a, a, a, a, a, a, a, a, 1 more");
    }
}
