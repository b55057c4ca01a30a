package io.kymaros.core.laws;

import io.kymaros.core.arbitrary.Hiding;
import io.kymaros.core.arbitrary.Policies;
import io.kymaros.core.arbitrary.Runs;
import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.RunEvidence;
import io.kymaros.core.policy.ScoringPolicy;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Provide;

/** What the laws are tried with. */
class Arbitrarily {
    @Provide
    Arbitrary<RunEvidence> runs() {
        return Runs.any();
    }

    @Provide
    Arbitrary<RunEvidence> performedRuns() {
        return Runs.performed();
    }

    @Provide
    Arbitrary<RunEvidence> wholeRuns() {
        return Runs.whole();
    }

    @Provide
    Arbitrary<ScoringPolicy> policies() {
        return Policies.any();
    }

    @Provide
    Arbitrary<ScoringPolicy> policiesInWhichEveryLevelCounts() {
        return Policies.everyLevelCounts();
    }

    @Provide
    Arbitrary<Map<Level, Hiding>> hidings() {
        return Hiding.ofLevels();
    }
}
