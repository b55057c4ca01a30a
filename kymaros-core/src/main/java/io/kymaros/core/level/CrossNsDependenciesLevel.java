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
 * declared and none was found. One that could not be asked leaves its own share open.
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
    LevelResult judge(RunEvidence run, DependenciesEvidence evidence, boolean whole, ScoringPolicy policy) {
        List<DependencyEvidence> dependencies = evidence.dependencies();
        if (dependencies.isEmpty() && whole) {
            return LevelResult.share(level(), policy, 1, 1)
                    .reason(Reason.DEPENDENCIES_NONE.toString())
                    .message("No external dependency declared, and none found")
                    .findings(notes(evidence.notes(), Reason.DEPENDENCY_UNCERTAIN))
                    .build();
        }
        Parts parts =
                Parts.of(dependencies, dependency -> dependency.reachability().standing());
        Stream<Finding> lost = dependencies.stream()
                .filter(dependency -> dependency.reachability() != Reachability.REACHABLE)
                .map(this::finding);
        return earned(
                        parts,
                        whole,
                        policy,
                        Reason.DEPENDENCIES_REACHABLE,
                        Reason.DEPENDENCIES_UNREACHABLE,
                        Reason.DEPENDENCIES_UNKNOWN)
                .message(message(parts))
                .findings(Stream.concat(lost, notes(evidence.notes(), Reason.DEPENDENCY_UNCERTAIN).stream())
                        .toList())
                .build();
    }

    private static String message(Parts parts) {
        return Phrases.ratio(parts.good(), parts.all(), "external dependency") + " reachable"
                + (parts.unknown() == 0 ? "" : ", " + parts.unknown() + " could not be asked");
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
