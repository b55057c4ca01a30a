package io.kymaros.core.report;

import io.kymaros.core.evidence.CompletenessEvidence;
import io.kymaros.core.evidence.IgnoredLoss;
import io.kymaros.core.evidence.ImmutableObjectEvidence;
import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.ObjectDefect;
import io.kymaros.core.evidence.ObjectEvidence;
import io.kymaros.core.evidence.ObjectOrigin;
import io.kymaros.core.evidence.ResourceTypeEvidence;
import io.kymaros.core.evidence.Standing;
import io.kymaros.core.level.Finding.Severity;
import io.kymaros.core.level.Reason;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What was expected and what came back, as the details of the Completeness level and its findings say. */
final class StatedTypes {
    static final String IGNORED = "; ignored by the test: ";

    /** No object is called this. */
    private static final String UNNAMED = "\n";

    private static final String IN_BACKUP = "in the backup, but not restored";
    private static final String NOT_IN_BACKUP = "in the source namespace, but not in the backup";
    private static final String IDLE = "no loss matches the entry (";

    /** Reasons of findings that are not about one object. */
    private static final Set<Reason> OF_NO_OBJECT = EnumSet.of(
            Reason.COMPLETENESS_NOTHING_EXPECTED,
            Reason.COMPLETENESS_UNSCORED_TYPE,
            Reason.COMPLETENESS_SOURCE_GONE,
            Reason.IGNORED_LOSS_IDLE,
            Reason.COMPLETENESS_OBJECT_UNEXPECTED);

    private final StoredLevel level;
    private final StatedFindings findings;
    /** By type and by name; of two of the same object the first. */
    private final Map<String, Map<String, StoredFinding>> losses = new LinkedHashMap<>();

    private final Map<String, List<String>> unexpected = new LinkedHashMap<>();

    StatedTypes(StoredLevel level, StatedFindings findings) {
        this.level = level;
        this.findings = findings;
        for (StoredFinding finding : findings.of(Level.COMPLETENESS)) {
            String[] object = finding.object().split("/", 2);
            Optional<Reason> reason = Reason.of(finding.reason());
            if (object.length == 2 && reason.filter(OF_NO_OBJECT::contains).isEmpty()) {
                losses.computeIfAbsent(object[0], type -> new LinkedHashMap<>()).putIfAbsent(object[1], finding);
            } else if (object.length == 2 && reason.get() == Reason.COMPLETENESS_OBJECT_UNEXPECTED) {
                unexpected.computeIfAbsent(object[0], type -> new ArrayList<>()).add(object[1]);
            }
        }
    }

    /**
     * The evidence.
     *
     * @param goneNamespaces what the report's baseline says of the source namespaces
     */
    CompletenessEvidence evidence(List<String> goneNamespaces) {
        Map<String, ResourceTypeEvidence> types = new LinkedHashMap<>();
        for (StoredResourceType type : level.resourceTypes()) {
            types.put(type.resourceType(), stated(type));
        }
        losses.keySet().forEach(type -> types.computeIfAbsent(type, this::unlisted));
        unexpected.keySet().forEach(type -> types.computeIfAbsent(type, this::unlisted));
        return CompletenessEvidence.builder()
                .resourceTypes(types.values())
                .goneNamespaces(goneNamespaces)
                .idleIgnoredLosses(findings.of(Level.COMPLETENESS, Reason.IGNORED_LOSS_IDLE).stream()
                        .flatMap(finding -> idle(finding).stream())
                        .toList())
                .build();
    }

    /** A type of which nothing is expected but what the test ignores is not listed; only its findings tell of it. */
    private ResourceTypeEvidence unlisted(String type) {
        List<ObjectEvidence> ignored = losses.getOrDefault(type, Map.of()).entrySet().stream()
                .filter(loss -> StatedFindings.because(Reason.LOSS_IGNORED).test(loss.getValue()))
                .map(loss -> object(loss.getKey(), loss.getValue()))
                .toList();
        return new StatedType(type, 0, 0, 0, ignored, unexpected.getOrDefault(type, List.of()));
    }

    private ResourceTypeEvidence stated(StoredResourceType type) {
        return new StatedType(
                type.resourceType(),
                type.expected(),
                type.found(),
                type.unknown(),
                unsound(type),
                unexpected.getOrDefault(type.resourceType(), List.of()));
    }

    /** The named objects, each with what a finding says of it, and those that the test ignores. */
    private List<ObjectEvidence> unsound(StoredResourceType type) {
        Map<String, StoredFinding> known = losses.getOrDefault(type.resourceType(), Map.of());
        boolean cut = type.missing().size() >= ReportSize.MOST_ENTRIES;
        Map<String, ObjectEvidence> objects = new LinkedHashMap<>();
        Set<String> unexplained = new LinkedHashSet<>();
        for (String name : ReportSize.limited(type.missing())) {
            if (known.containsKey(name)) {
                objects.put(name, object(name, known.get(name)));
            } else {
                unexplained.add(name);
            }
        }
        known.forEach((name, finding) -> {
            if (cut || StatedFindings.because(Reason.LOSS_IGNORED).test(finding)) {
                objects.computeIfAbsent(name, unnamed -> object(unnamed, finding));
            }
        });
        explain(type, unexplained, objects);
        return List.copyOf(objects.values());
    }

    /** Adds the objects that no finding is about. Where findings are left out, the counts tell how many are not known. */
    private void explain(StoredResourceType type, Set<String> unexplained, Map<String, ObjectEvidence> objects) {
        long unknown = type.unknown() - count(objects, Standing.UNKNOWN);
        long lost = (long) type.expected() - type.found() - type.unknown() - count(objects, Standing.BAD);
        for (String name : unexplained) {
            boolean known = findings.whole() || lost-- > 0 || unknown-- <= 0;
            objects.put(name, missing(name).withUnknown(!known));
        }
        // Whether a claim is lost decides two levels. Those that are not even named count all the same.
        boolean unnamed = ResourceTypeEvidence.isData(type.resourceType())
                && type.missing().size() >= ReportSize.MOST_ENTRIES;
        for (int i = 0; unnamed && i < Math.min(lost, MessageCounts.MOST); i++) {
            objects.put(UNNAMED + i, missing(UNNAMED + i));
        }
    }

    private static long count(Map<String, ObjectEvidence> objects, Standing standing) {
        return objects.values().stream()
                .filter(object -> object.standing() == standing && !object.ignoredLoss())
                .count();
    }

    private static ImmutableObjectEvidence missing(String name) {
        return ObjectEvidence.builder().name(name).restored(false).build();
    }

    /** An object that did not come back sound, from what is said about it. */
    private static ObjectEvidence object(String name, StoredFinding finding) {
        String observed = finding.observed();
        ImmutableObjectEvidence missing =
                missing(name).withUnknown(finding.severity().equals(Severity.UNKNOWN.toString()));
        return switch (Reason.of(finding.reason()).orElse(Reason.EVIDENCE_NOT_GATHERED)) {
            case COMPLETENESS_OBJECT_MISSING -> missing.withToolMessage(after(IN_BACKUP + ": ", observed));
            case COMPLETENESS_OBJECT_NOT_IN_BACKUP ->
                missing.withOrigin(ObjectOrigin.SOURCE_NAMESPACE)
                        .withToolMessage(after(NOT_IN_BACKUP + ": ", observed));
            case COMPLETENESS_HELD_BACK -> missing.withUnknown(true).withToolMessage(observed);
            case LOSS_IGNORED ->
                defective(missing, finding.reason(), ignoredLoss(observed)).withIgnored(ignoredBecause(observed));
            default -> defective(missing, finding.reason(), observed);
        };
    }

    private static ImmutableObjectEvidence defective(ImmutableObjectEvidence object, String reason, String observed) {
        return object.withRestored(true).withDefect(ObjectDefect.of(reason, observed));
    }

    /** What was lost, of a finding on an ignored loss. */
    static String ignoredLoss(String observed) {
        int at = observed.lastIndexOf(IGNORED);
        return at < 0 ? observed : observed.substring(0, at);
    }

    /** Why the test ignores it; empty where the text was cut before. */
    static String ignoredBecause(String observed) {
        int at = observed.lastIndexOf(IGNORED);
        return at < 0 ? "" : observed.substring(at + IGNORED.length());
    }

    private static Optional<IgnoredLoss> idle(StoredFinding finding) {
        String[] pattern = finding.object().split("/", 2);
        String reason = after(IDLE, finding.observed()).orElse("");
        if (pattern.length < 2 || pattern[0].isBlank() || pattern[1].isBlank() || reason.isBlank()) {
            return Optional.empty();
        }
        String closed = reason.endsWith(")") ? reason.substring(0, reason.length() - 1) : reason;
        return closed.isBlank()
                ? Optional.empty()
                : Optional.of(IgnoredLoss.builder()
                        .kind(pattern[0])
                        .name(pattern[1])
                        .reason(closed)
                        .build());
    }

    private static Optional<String> after(String start, String text) {
        return text.startsWith(start) ? Optional.of(text.substring(start.length())) : Optional.empty();
    }

    /** A type with its stated counts; of its objects only those are known that did not come back sound. */
    private record StatedType(
            String resourceType,
            int expected,
            int found,
            int unknown,
            List<ObjectEvidence> objects,
            List<String> unexpected)
            implements ResourceTypeEvidence {}
}
