package io.kymaros.k8s.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SandboxTest {
    @Test
    void sandboxNeedsANamespace() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sandboxes.of(Map.of()))
                .withMessageContaining("at least one namespace");
    }

    @Test
    void twoSourcesCanNotShareANamespace() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sandboxes.of(Map.of("shop", "rp-test-a", "payments", "rp-test-a")))
                .withMessageContaining("two source namespaces share a sandbox");
    }

    @Test
    void theFirstNamespaceIsThatOfThePlan() {
        Map<String, String> namespaces = new LinkedHashMap<>();
        namespaces.put("shop", "rp-test-a");
        namespaces.put("auth", "rp-test-a-2");
        Sandbox sandbox = Sandboxes.of(namespaces);
        assertThat(sandbox.first()).isEqualTo("rp-test-a");
        assertThat(sandbox.names()).containsExactly("rp-test-a", "rp-test-a-2");
        assertThat(sandbox.sources()).containsExactly(Map.entry("rp-test-a", "shop"), Map.entry("rp-test-a-2", "auth"));
    }
}
