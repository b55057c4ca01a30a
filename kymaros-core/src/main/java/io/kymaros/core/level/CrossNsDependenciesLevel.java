package io.kymaros.core.level;

import io.kymaros.core.evidence.DependenciesEvidence;
import io.kymaros.core.evidence.DependencyEvidence;
import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.Reachability;
import io.kymaros.core.evidence.RunEvidence;
import io.kymaros.core.level.Finding.Severity;
import io.kymaros.core.policy.ScoringPolicy;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The services that the application needs from other namespaces: reachable ones of expected ones. All points where none is
 * declared and none was found; inconclusive where one could not be asked.
 */
public final class CrossNsDependenciesLevel extends GatheredLevel<DependenciesEvidence> {
    private static final String DECLARED = "declared";

    /** The rule of the specification. */
    public CrossNsDependenciesLevel() {
        super(Level.CROSS_NS_DEPENDENCIES);
    }

    @Override
    Optional<DependenciesEvidence> evidence(RunEvidence run) {
        return run.dependencies();
    }

    @Override
    LevelResult judge(RunEvidence run, DependenciesEvidence evidence, ScoringPolicy policy) {
        List<DependencyEvidence> dependencies = evidence.dependencies();
        if (dependencies.isEmpty()) {
            return LevelResult.share(level(), policy, 1, 1)
                    .reason(Reason.DEPENDENCIES_NONE.toString())
                    .message("No external dependency declared, and none found")
                    .findings(notes(evidence).toList())
                    .build();
        }
        List<Finding> lost = dependencies.stream()
                .filter(dependency -> dependency.reachability() != Reachability.REACHABLE)
                .map(this::finding)
                .toList();
        List<Finding> findings = Stream.concat(lost.stream(), notes(evidence)).toList();
        int unknown = count(dependencies, Reachability.UNKNOWN);
        if (unknown > 0) {
            return LevelResult.inconclusive(level(), policy)
                    .reason(Reason.DEPENDENCIES_UNKNOWN.toString())
                    .message(external(unknown, dependencies.size()) + " could not be asked")
                    .findings(findings)
                    .build();
        }
        int reachable = count(dependencies, Reachability.REACHABLE);
        Reason reason = lost.isEmpty() ? Reason.DEPENDENCIES_REACHABLE : Reason.DEPENDENCIES_UNREACHABLE;
        return LevelResult.share(level(), policy, reachable, dependencies.size())
                .reason(reason.toString())
                .message(external(reachable, dependencies.size()) + " reachable")
                .findings(findings)
                .build();
    }

    private Stream<Finding> notes(DependenciesEvidence evidence) {
        return evidence.notes().stream().map(note -> Finding.builder()
                .level(level())
                .severity(Severity.NOTE)
                .reason(note.reason())
                .object(note.object())
                .observed(note.message())
                .remedy(Reason.of(note.reason())
                        .orElse(Reason.DEPENDENCY_UNCERTAIN)
                        .remedy())
                .build());
    }

    private static String external(int part, int whole) {
        return Phrases.ratio(part, whole, "external dependency");
    }

    private static int count(List<DependencyEvidence> dependencies, Reachability reachability) {
        return (int) dependencies.stream()
                .filter(dependency -> dependency.reachability() == reachability)
                .count();
    }

    private Finding finding(DependencyEvidence dependency) {
        boolean lost = dependency.reachability() == Reachability.UNREACHABLE;
        String address = dependency.namespace() + "/" + dependency.name()
                + (dependency.port().isPresent() ? ":" + dependency.port().getAsInt() : "");
        return Finding.of(
                level(),
                lost ? Severity.LOSS : Severity.UNKNOWN,
                lost ? Reason.DEPENDENCY_UNREACHABLE : Reason.DEPENDENCY_UNKNOWN,
                "Service/" + address,
                dependency.message().orElseGet(() -> dependency.reachability() + " by " + dependency.method())
                        + (dependency.foundIn().equals(DECLARED) ? "" : "; named in " + dependency.foundIn()));
    }
}
