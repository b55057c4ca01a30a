package io.kymaros.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.kymaros.core.evidence.CheckResult;
import io.kymaros.core.evidence.DependencyEvidence;
import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.ObjectOrigin;
import io.kymaros.core.evidence.Reachability;
import io.kymaros.core.evidence.RestorePhase;
import io.kymaros.core.level.Finding.Severity;
import io.kymaros.core.level.LevelOutcome;
import io.kymaros.core.policy.Credit;
import io.kymaros.core.policy.LostData;
import io.kymaros.core.policy.Unconfigured;
import io.kymaros.core.score.Result;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Names that reports and documents are made of; changing one breaks what is stored. */
class StableNamesTest {
    @Test
    void constantsKeepTheirNames() {
        assertThat(names(Level.values()))
                .isEqualTo("RestoreIntegrity Completeness PodStartup HealthChecks CrossNSDependencies RTOCompliance");
        assertThat(names(LevelOutcome.values())).isEqualTo("Passed Partial Failed NotConfigured Inconclusive");
        assertThat(names(Result.values())).isEqualTo("Pass Partial Fail Inconclusive");
        assertThat(names(Severity.values())).isEqualTo("Loss Unknown Note");
        assertThat(names(Credit.values())).isEqualTo("AllOrNothing Proportional HalfTypes ExactTypes");
        assertThat(names(LostData.values())).isEqualTo("FailsTheRestore CountsAsAnObject");
        assertThat(names(Unconfigured.values())).isEqualTo("EarnsNothing EarnsAll");
        assertThat(names(RestorePhase.values())).isEqualTo("Completed PartiallyFailed Failed");
        assertThat(names(ObjectOrigin.values())).isEqualTo("Backup SourceNamespace");
        assertThat(names(CheckResult.values())).isEqualTo("pass fail inconclusive");
        assertThat(names(Reachability.values())).isEqualTo("reachable unreachable unknown");
    }

    @Test
    void dependencyIsDeclaredUnlessItSaysOtherwise() {
        DependencyEvidence dependency = DependencyEvidence.builder()
                .name("auth")
                .namespace("platform")
                .reachability(Reachability.REACHABLE)
                .method("sandboxProbe")
                .build();

        assertThat(dependency.foundIn()).isEqualTo("declared");
    }

    private static String names(Enum<?>[] constants) {
        return String.join(" ", Arrays.stream(constants).map(String::valueOf).toList());
    }
}
