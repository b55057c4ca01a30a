package io.kymaros.core.evidence;

import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/** The answers to the health checks of the linked policy. */
@Value.Immutable
public interface HealthChecksEvidence {
    /** Name of the linked HealthCheckPolicy; empty when the test links none. */
    Optional<String> policy();

    /** One entry for each check that the policy defines. */
    List<CheckEvidence> checks();

    /** Starts an empty value. */
    static ImmutableHealthChecksEvidence.Builder builder() {
        return ImmutableHealthChecksEvidence.builder();
    }
}
