package io.kymaros.core.level;

import io.kymaros.core.evidence.CompletenessEvidence;
import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.ObjectDefect;
import io.kymaros.core.evidence.ObjectEvidence;
import io.kymaros.core.evidence.ObjectOrigin;
import io.kymaros.core.evidence.ResourceTypeEvidence;
import io.kymaros.core.evidence.RunEvidence;
import io.kymaros.core.level.Finding.Severity;
import io.kymaros.core.policy.ScoringPolicy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What came back of what was expected, by name. The policy says which resource types score and what an incomplete type
 * earns; a type of which nothing is expected doesn't count, and a surplus never makes up for a loss.
 *
 * <p>Inconclusive where the test's surroundings kept an object of a scored type from coming back.
 *
 * <p>Where nothing at all is expected the level is not configured, and earns nothing under any policy: an empty backup
 * must not pass for a good one.
 */
public final class CompletenessLevel extends GatheredLevel<CompletenessEvidence> {
    /** The rule of the specification. */
    public CompletenessLevel() {
        super(Level.COMPLETENESS);
    }

    @Override
    Optional<CompletenessEvidence> evidence(RunEvidence run) {
        return run.completeness();
    }

    @Override
    LevelResult judge(RunEvidence run, CompletenessEvidence evidence, ScoringPolicy policy) {
        Set<String> scored = new HashSet<>(policy.scoredResourceTypes());
        List<ResourceTypeEvidence> counting = evidence.resourceTypes().stream()
                .filter(type -> scored.contains(type.resourceType()) && type.expected() > 0)
                .toList();
        List<Finding> findings = findings(evidence, scored);
        if (counting.isEmpty()) {
            return nothingExpected(findings, policy);
        }
        if (counting.stream().anyMatch(CompletenessLevel::heldBack)) {
            return LevelResult.inconclusive(level(), policy)
                    .reason(Reason.COMPLETENESS_HELD_BACK.toString())
                    .message(message(counting) + "; the test's surroundings kept some from coming back")
                    .findings(findings)
                    .build();
        }
        boolean exact = counting.stream().allMatch(CompletenessLevel::exact);
        return share(counting, policy)
                .reason((exact ? Reason.COMPLETENESS_EXACT : Reason.COMPLETENESS_GAP).toString())
                .message(message(counting))
                .findings(findings)
                .build();
    }

    private static boolean heldBack(ResourceTypeEvidence type) {
        return type.objects().stream().anyMatch(ObjectEvidence::environmentFault);
    }

    private ImmutableLevelResult.Builder share(List<ResourceTypeEvidence> types, ScoringPolicy policy) {
        long good = 0;
        long all = 0;
        for (ResourceTypeEvidence type : types) {
            good += policy.partialCredit().earned(type.found(), type.expected());
            all += policy.partialCredit().possible(type.expected());
        }
        return LevelResult.share(level(), policy, good, all);
    }

    private LevelResult nothingExpected(List<Finding> notes, ScoringPolicy policy) {
        String message =
                "Nothing of the scored resource types was expected; check that the backup covers the namespace";
        return LevelResult.notConfigured(level(), policy)
                .pointsEarned(0)
                .pointsUpperBound(0)
                .passed(false)
                .reason(Reason.COMPLETENESS_NOTHING_EXPECTED.toString())
                .message(message)
                .addFindings(Finding.of(
                        level(), Severity.LOSS, Reason.COMPLETENESS_NOTHING_EXPECTED, level().toString(), message))
                .addAllFindings(notes)
                .build();
    }

    private static boolean exact(ResourceTypeEvidence type) {
        return type.found() == type.expected();
    }

    private static String message(List<ResourceTypeEvidence> types) {
        List<String> inexact = types.stream()
                .filter(type -> !exact(type))
                .map(type -> Phrases.plural(type.resourceType()) + ": " + type.found() + "/" + type.expected())
                .toList();
        String matched =
                Phrases.ratio(types.size() - inexact.size(), types.size(), "resource type") + " matched exactly";
        return inexact.isEmpty() ? matched : matched + "; " + Phrases.list(inexact);
    }

    private List<Finding> findings(CompletenessEvidence evidence, Set<String> scored) {
        List<Finding> findings = new ArrayList<>();
        for (ResourceTypeEvidence type : evidence.resourceTypes()) {
            boolean counts = scored.contains(type.resourceType());
            if (!counts && !exact(type)) {
                findings.add(unscored(type));
            }
            type.objects().stream()
                    .filter(object -> !object.sound())
                    .map(object -> lost(type, object, counts ? Severity.LOSS : Severity.NOTE))
                    .forEach(findings::add);
            for (String name : type.unexpected()) {
                findings.add(note(
                        Reason.COMPLETENESS_OBJECT_UNEXPECTED,
                        type.resourceType() + "/" + name,
                        "found, but not expected"));
            }
        }
        for (String namespace : evidence.goneNamespaces()) {
            findings.add(note(
                    Reason.COMPLETENESS_SOURCE_GONE,
                    "Namespace/" + namespace,
                    "the namespace is gone; compared with the backup's own list only"));
        }
        return findings;
    }

    private Finding lost(ResourceTypeEvidence type, ObjectEvidence object, Severity severity) {
        String name = type.resourceType() + "/" + object.qualifiedName();
        if (object.restored()) {
            return defective(name, object.defect().orElseThrow(), severity);
        }
        if (object.environmentFault()) {
            return Finding.of(
                    level(),
                    severity == Severity.NOTE ? severity : Severity.UNKNOWN,
                    Reason.COMPLETENESS_HELD_BACK,
                    name,
                    object.toolMessage().orElse("not restored"));
        }
        boolean inBackup = object.origin() == ObjectOrigin.BACKUP;
        Reason reason = inBackup ? Reason.COMPLETENESS_OBJECT_MISSING : Reason.COMPLETENESS_OBJECT_NOT_IN_BACKUP;
        String observed =
                inBackup ? "in the backup, but not restored" : "in the source namespace, but not in the backup";
        return Finding.of(
                level(),
                severity,
                reason,
                name,
                object.toolMessage().map(message -> observed + ": " + message).orElse(observed));
    }

    private Finding defective(String name, ObjectDefect defect, Severity severity) {
        return Finding.builder()
                .level(level())
                .severity(severity)
                .reason(defect.reason())
                .object(name)
                .observed(defect.message())
                .remedy(Reason.of(defect.reason())
                        .orElse(Reason.COMPLETENESS_OBJECT_MISSING)
                        .remedy())
                .build();
    }

    private Finding unscored(ResourceTypeEvidence type) {
        return note(
                Reason.COMPLETENESS_UNSCORED_TYPE,
                type.resourceType(),
                type.found() + "/" + type.expected() + " came back; the type is not scored");
    }

    private Finding note(Reason reason, String object, String observed) {
        return Finding.of(level(), Severity.NOTE, reason, object, observed);
    }
}
