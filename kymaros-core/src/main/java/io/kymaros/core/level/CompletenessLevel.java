package io.kymaros.core.level;

import io.kymaros.core.evidence.CompletenessEvidence;
import io.kymaros.core.evidence.IgnoredLoss;
import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.ObjectDefect;
import io.kymaros.core.evidence.ObjectEvidence;
import io.kymaros.core.evidence.ObjectOrigin;
import io.kymaros.core.evidence.ResourceTypeEvidence;
import io.kymaros.core.evidence.RunEvidence;
import io.kymaros.core.evidence.Standing;
import io.kymaros.core.level.Finding.Severity;
import io.kymaros.core.policy.LostData;
import io.kymaros.core.policy.ScoringPolicy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What came back of what was expected, by name. The policy says which resource types score and what an incomplete type
 * earns; a type of which nothing is expected doesn't count, and a surplus never makes up for a loss. Under the standard policy
 * nothing is earned when a volume lost its data, whatever else came back.
 *
 * <p>An object that the test's surroundings kept from coming back leaves its own share open.
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
    LevelResult judge(RunEvidence run, CompletenessEvidence evidence, boolean whole, ScoringPolicy policy) {
        Set<String> scored = new HashSet<>(policy.scoredResourceTypes());
        List<ResourceTypeEvidence> counting = evidence.resourceTypes().stream()
                .filter(type -> scored.contains(type.resourceType()) && type.expected() > 0)
                .toList();
        List<Finding> findings = findings(evidence, scored, policy);
        VolumeData data = VolumeData.of(run, policy);
        if (data.isLost()) {
            return Earned.nothing(level(), policy)
                    .result()
                    .reason(Reason.COMPLETENESS_DATA_LOST.toString())
                    .message(message(counting) + "; " + data.loss())
                    .findings(findings)
                    .build();
        }
        if (counting.isEmpty() && whole) {
            return nothingExpected(findings, policy);
        }
        Earned seen = whole ? earned(counting, policy) : brokenOff(counting, policy);
        Earned earned = data.unknown() ? seen.orNothing() : seen;
        return earned.result()
                .reason(reason(earned, counting).toString())
                .message(message(counting))
                .findings(findings)
                .build();
    }

    private Earned earned(List<ResourceTypeEvidence> types, ScoringPolicy policy) {
        return switch (policy.credit(level())) {
            case ALL_OR_NOTHING, EXACT_TYPES ->
                Earned.parts(level(), policy, Parts.of(types, CompletenessLevel::standing));
            case PROPORTIONAL -> Earned.parts(level(), policy, objects(types));
            case HALF_TYPES ->
                Earned.between(
                        level(),
                        policy,
                        types.stream()
                                .mapToLong(type -> halves(type.found(), type.expected()))
                                .sum(),
                        types.stream()
                                .mapToLong(type -> halves(type.found() + type.unknown(), type.expected()))
                                .sum(),
                        2L * types.size());
        };
    }

    /**
     * What types earn of which there may be more objects, and of whose kinds there may be more that score: a type that has lost
     * something is never exact, and the policy says how many others there can be.
     */
    private Earned brokenOff(List<ResourceTypeEvidence> types, ScoringPolicy policy) {
        long all = policy.scoredResourceTypes().size();
        long lossy =
                types.stream().filter(type -> standing(type) == Standing.BAD).count();
        return switch (policy.credit(level())) {
            case ALL_OR_NOTHING, PROPORTIONAL -> earned(types, policy).andPerhapsMore(policy);
            case EXACT_TYPES -> Earned.between(level(), policy, 0, all - lossy, all);
            case HALF_TYPES -> Earned.between(level(), policy, 0, 2 * all - lossy, 2 * all);
        };
    }

    private static Standing standing(ResourceTypeEvidence type) {
        if (exact(type)) {
            return Standing.GOOD;
        }
        return type.found() + type.unknown() == type.expected() ? Standing.UNKNOWN : Standing.BAD;
    }

    private static Parts objects(List<ResourceTypeEvidence> types) {
        long good = types.stream().mapToLong(ResourceTypeEvidence::found).sum();
        long unknown = types.stream().mapToLong(ResourceTypeEvidence::unknown).sum();
        long all = types.stream().mapToLong(ResourceTypeEvidence::expected).sum();
        return new Parts(good, all - good - unknown, unknown);
    }

    private static long halves(long found, long expected) {
        return found == expected ? 2 : 2 * found >= expected ? 1 : 0;
    }

    private static Reason reason(Earned earned, List<ResourceTypeEvidence> types) {
        if (!earned.decided()) {
            return Reason.COMPLETENESS_UNKNOWN;
        }
        return types.stream().allMatch(CompletenessLevel::exact) ? Reason.COMPLETENESS_EXACT : Reason.COMPLETENESS_GAP;
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
        int unknown = types.stream().mapToInt(ResourceTypeEvidence::unknown).sum();
        return (inexact.isEmpty() ? matched : matched + "; " + Phrases.list(inexact))
                + (unknown == 0 ? "" : "; " + unknown + " could not be judged");
    }

    private List<Finding> findings(CompletenessEvidence evidence, Set<String> scored, ScoringPolicy policy) {
        List<Finding> findings = new ArrayList<>();
        boolean dataCounts = policy.lostData() == LostData.FAILS_THE_RESTORE;
        for (ResourceTypeEvidence type : evidence.resourceTypes()) {
            boolean counts = scored.contains(type.resourceType()) || dataCounts && type.isData();
            if (!counts && !exact(type)) {
                findings.add(unscored(type));
            }
            type.objects().stream()
                    .filter(object -> !object.sound())
                    .map(object -> object.ignoredLoss()
                            ? ignored(type, object)
                            : lost(type, object, counts ? Severity.LOSS : Severity.NOTE))
                    .forEach(findings::add);
            for (String name : type.unexpected()) {
                findings.add(note(
                        Reason.COMPLETENESS_OBJECT_UNEXPECTED,
                        type.resourceType() + "/" + name,
                        "found, but not expected"));
            }
        }
        for (IgnoredLoss idle : evidence.idleIgnoredLosses()) {
            findings.add(note(
                    Reason.IGNORED_LOSS_IDLE, idle.pattern(), "no loss matches the entry (" + idle.reason() + ")"));
        }
        for (String namespace : evidence.goneNamespaces()) {
            findings.add(note(
                    Reason.COMPLETENESS_SOURCE_GONE,
                    "Namespace/" + namespace,
                    "the namespace is gone, or was made again since the backup; compared with the backup's own list"
                            + " only"));
        }
        return findings;
    }

    private Finding lost(ResourceTypeEvidence type, ObjectEvidence object, Severity counting) {
        String name = type.resourceType() + "/" + object.qualifiedName();
        boolean unknown = object.standing() == Standing.UNKNOWN;
        Severity severity = unknown && counting == Severity.LOSS ? Severity.UNKNOWN : counting;
        if (object.restored() && object.defect().isPresent()) {
            return defective(name, object.defect().get(), severity);
        }
        if (unknown) {
            return Finding.of(
                    level(),
                    severity,
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

    private Finding ignored(ResourceTypeEvidence type, ObjectEvidence object) {
        Finding loss = lost(type, object, Severity.NOTE);
        return note(
                Reason.LOSS_IGNORED,
                loss.object(),
                loss.observed() + "; ignored by the test: " + object.ignored().orElseThrow());
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
