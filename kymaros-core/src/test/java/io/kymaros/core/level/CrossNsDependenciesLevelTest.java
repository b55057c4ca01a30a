package io.kymaros.core.level;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.kymaros.core.evidence.DependenciesEvidence;
import io.kymaros.core.evidence.DependencyEvidence;
import io.kymaros.core.evidence.EvidenceNote;
import io.kymaros.core.evidence.ImmutableDependencyEvidence;
import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.Reachability;
import io.kymaros.core.level.Finding.Severity;
import org.junit.jupiter.api.Test;

class CrossNsDependenciesLevelTest {
    @Test
    void reachableShareOfExpectedServicesIsRoundedDown() {
        LevelResult result = judge(Reachability.REACHABLE, Reachability.REACHABLE, Reachability.UNREACHABLE);

        assertThat(result.pointsEarned()).isEqualTo(6);
        assertThat(result.reason()).isEqualTo("DependenciesUnreachable");
        assertThat(result.message()).isEqualTo("2/3 external dependencies reachable");
        assertThat(result.findings())
                .containsExactly(Finding.of(
                        Level.CROSS_NS_DEPENDENCIES,
                        Severity.LOSS,
                        Reason.DEPENDENCY_UNREACHABLE,
                        "Service/platform/auth",
                        "unreachable by readyEndpoints"));
    }

    @Test
    void allReachableEarnAll() {
        LevelResult result = judge(Reachability.REACHABLE, Reachability.REACHABLE);

        assertThat(result.pointsEarned()).isEqualTo(10);
        assertThat(result.reason()).isEqualTo("DependenciesReachable");
        assertThat(result.message()).isEqualTo("2/2 external dependencies reachable");
    }

    @Test
    void noneDeclaredAndNoneFoundEarnAll() {
        LevelResult result = judge(new Reachability[0]);

        assertThat(result.pointsEarned()).isEqualTo(10);
        assertThat(result.reason()).isEqualTo("DependenciesNone");
        assertThat(result.message()).isEqualTo("No external dependency declared, and none found");
    }

    @Test
    void unreachableServiceKeepsItsShareWhateverTheUnknownOnesAre() {
        LevelResult result = judge(Reachability.REACHABLE, Reachability.UNKNOWN, Reachability.UNREACHABLE);

        assertThat(result.pointsEarned()).isEqualTo(3);
        assertThat(result.pointsUpperBound()).isEqualTo(6);
    }

    @Test
    void serviceThatCouldNotBeAskedMakesTheLevelInconclusive() {
        LevelResult result = judge(Reachability.REACHABLE, Reachability.UNKNOWN);

        assertThat(result.outcome()).isEqualTo(LevelOutcome.INCONCLUSIVE);
        assertThat(result.pointsEarned()).isEqualTo(5);
        assertThat(result.pointsUpperBound()).isEqualTo(10);
        assertThat(result.reason()).isEqualTo("DependenciesUnknown");
        assertThat(result.message()).isEqualTo("1/2 external dependencies reachable, 1 could not be asked");
        assertThat(result.findings())
                .extracting(Finding::reason, Finding::severity)
                .containsExactly(tuple("DependencyUnknown", Severity.UNKNOWN));
    }

    @Test
    void findingNamesThePortAndQuotesTheObservation() {
        LevelResult result = judge(dependency(Reachability.UNREACHABLE)
                .port(8443)
                .message("connection refused")
                .build());

        assertThat(result.findings())
                .extracting(Finding::object, Finding::observed)
                .containsExactly(tuple("Service/platform/auth:8443", "connection refused"));
    }

    @Test
    void notesAreShownAndCostNothing() {
        LevelResult result = Judged.by(
                new CrossNsDependenciesLevel(),
                Judged.run()
                        .dependencies(DependenciesEvidence.builder()
                                .addNotes(
                                        EvidenceNote.of("DependencyAccount", "RoleBinding/ci", "names ci/deployer"),
                                        EvidenceNote.of("OfOnesOwn", "Deployment/api", "seen"))
                                .build()));

        assertThat(result.pointsEarned()).isEqualTo(10);
        assertThat(result.findings())
                .extracting(Finding::severity, Finding::reason, Finding::object, Finding::observed, Finding::remedy)
                .containsExactly(
                        tuple(
                                Severity.NOTE,
                                "DependencyAccount",
                                "RoleBinding/ci",
                                "names ci/deployer",
                                Reason.DEPENDENCY_ACCOUNT.remedy()),
                        tuple(
                                Severity.NOTE,
                                "OfOnesOwn",
                                "Deployment/api",
                                "seen",
                                Reason.DEPENDENCY_UNCERTAIN.remedy()));
    }

    private static LevelResult judge(Reachability... reachabilities) {
        DependencyEvidence[] dependencies = new DependencyEvidence[reachabilities.length];
        for (int i = 0; i < reachabilities.length; i++) {
            dependencies[i] = dependency(reachabilities[i]).build();
        }
        return judge(dependencies);
    }

    private static LevelResult judge(DependencyEvidence... dependencies) {
        return Judged.by(
                new CrossNsDependenciesLevel(),
                Judged.run()
                        .dependencies(DependenciesEvidence.builder()
                                .addDependencies(dependencies)
                                .build()));
    }

    private static ImmutableDependencyEvidence.Builder dependency(Reachability reachability) {
        return DependencyEvidence.builder()
                .name("auth")
                .namespace("platform")
                .reachability(reachability)
                .method("readyEndpoints");
    }
}
