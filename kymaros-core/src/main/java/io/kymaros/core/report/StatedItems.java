package io.kymaros.core.report;

import io.kymaros.core.evidence.CheckEvidence;
import io.kymaros.core.evidence.CheckResult;
import io.kymaros.core.evidence.DependenciesEvidence;
import io.kymaros.core.evidence.DependencyEvidence;
import io.kymaros.core.evidence.EvidenceNote;
import io.kymaros.core.evidence.HealthChecksEvidence;
import io.kymaros.core.evidence.ImmutableDependencyEvidence;
import io.kymaros.core.evidence.ImmutablePodEvidence;
import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.PodEvidence;
import io.kymaros.core.evidence.PodStartupEvidence;
import io.kymaros.core.evidence.Reachability;
import io.kymaros.core.level.Finding.Severity;
import io.kymaros.core.level.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Pods, checks and dependencies, as the lists of a level and its findings say. */
final class StatedItems {
    private static final String POD = "Pod/";
    private static final String OF_WORKLOAD = " of ";
    private static final String SERVICE = "Service/";
    private static final String CHECK = "check/";
    private static final String NAMED_IN = "; named in ";

    /** What is said in no words at all is not stored; only the finding shows that it was said. */
    private static final String SILENCE = "";

    private static final Pattern NO_CHECKS =
            Pattern.compile("HealthCheckPolicy (.*) defines no checks; .*", Pattern.DOTALL);

    private final StoredLevel level;
    private final StatedFindings findings;
    private final String message;

    StatedItems(StoredLevel level, StatedFindings findings) {
        this.level = level;
        this.findings = findings;
        this.message = level.message().orElse("");
    }

    PodStartupEvidence pods() {
        List<EvidenceNote> notes = new ArrayList<>();
        List<StoredFinding> about = new ArrayList<>();
        for (StoredFinding finding : findings.of(Level.POD_STARTUP)) {
            if (isNote(finding) && !StatedFindings.because(Reason.LOSS_IGNORED).test(finding)) {
                notes.add(note(finding));
            } else if (finding.object().startsWith(POD)) {
                about.add(finding);
            }
        }
        List<PodEvidence> pods = new ArrayList<>();
        for (StoredItem item : ReportSize.limited(level.items())) {
            pods.add(item.good() ? ready(item.name()) : notReady(item, about));
        }
        about.stream()
                .filter(finding ->
                        isCut() || StatedFindings.because(Reason.LOSS_IGNORED).test(finding))
                .forEach(finding -> pods.add(unlisted(finding)));
        if (isCut()) {
            unlistedCounts(
                            pods.stream().filter(PodEvidence::ready).count(),
                            pods.stream().filter(pod -> isLost(pod)).count(),
                            pods.stream().filter(pod -> pod.unknown()).count())
                    .ifPresent(more -> {
                        pods.addAll(Collections.nCopies((int) more.good(), ready("")));
                        pods.addAll(Collections.nCopies((int) more.bad(), pod("").build()));
                        pods.addAll(Collections.nCopies(
                                (int) more.unknown(), pod("").unknown(true).build()));
                    });
        }
        return PodStartupEvidence.builder().pods(pods).notes(notes).build();
    }

    private static boolean isNote(StoredFinding finding) {
        return finding.severity().equals(Severity.NOTE.toString());
    }

    private static EvidenceNote note(StoredFinding finding) {
        return EvidenceNote.of(finding.reason(), finding.object(), finding.observed());
    }

    private static boolean isLost(PodEvidence pod) {
        return !pod.ready() && !pod.unknown() && !pod.ignoredLoss();
    }

    private static PodEvidence ready(String name) {
        return PodEvidence.builder().podName(name).ready(true).build();
    }

    private static ImmutablePodEvidence.Builder pod(String name) {
        return PodEvidence.builder().podName(name).ready(false);
    }

    /** Takes the finding that is about the pod; without one the pod counts as lost. */
    private static PodEvidence notReady(StoredItem item, List<StoredFinding> about) {
        ImmutablePodEvidence.Builder pod =
                pod(item.name()).reason(item.reason()).message(item.message());
        String object = POD + item.name();
        Optional<StoredFinding> own = about.stream()
                .filter(StatedFindings.because(Reason.LOSS_IGNORED).negate())
                .filter(finding ->
                        finding.object().equals(object) || finding.object().startsWith(object + OF_WORKLOAD))
                .findFirst();
        own.ifPresent(finding -> {
            about.remove(finding);
            if (finding.object().length() > object.length()) {
                pod.workload(finding.object().substring(object.length() + OF_WORKLOAD.length()));
            }
            explain(pod, finding);
            if (item.message().isEmpty() && finding.observed().endsWith(": ")) {
                pod.message(SILENCE);
            }
        });
        return pod.build();
    }

    /** A pod for which the list had no room and the findings had, or that the test ignores. */
    private static PodEvidence unlisted(StoredFinding finding) {
        String[] observed = StatedTypes.ignoredLoss(finding.observed()).split(": ", 2);
        ImmutablePodEvidence.Builder pod =
                pod(finding.object().substring(POD.length())).reason(observed[0]);
        if (observed.length == 2) {
            pod.message(observed[1]);
        }
        explain(pod, finding);
        return pod.build();
    }

    private static void explain(ImmutablePodEvidence.Builder pod, StoredFinding finding) {
        pod.unknown(StatedFindings.because(Reason.POD_HELD_BACK).test(finding));
        if (StatedFindings.because(Reason.LOSS_IGNORED).test(finding)) {
            pod.ignored(StatedTypes.ignoredBecause(finding.observed()));
        }
    }

    HealthChecksEvidence checks() {
        Matcher empty = NO_CHECKS.matcher(message);
        Set<String> silent = findings.of(Level.HEALTH_CHECKS).stream()
                .filter(finding -> finding.observed().equals(SILENCE))
                .map(StoredFinding::object)
                .collect(Collectors.toSet());
        return HealthChecksEvidence.builder()
                .policy(empty.matches() ? Optional.of(empty.group(1)) : Optional.empty())
                .checks(level.items().stream()
                        .map(item -> check(item, silent.contains(CHECK + item.name())))
                        .toList())
                .build();
    }

    private static CheckEvidence check(StoredItem item, boolean silent) {
        return CheckEvidence.builder()
                .name(item.name())
                .type(item.type().orElse(""))
                .target(item.target().orElse(""))
                .looksAtData(item.looksAtData())
                .result(
                        switch (item.state()) {
                            case GOOD -> CheckResult.PASS;
                            case BAD -> CheckResult.FAIL;
                            case UNKNOWN -> CheckResult.INCONCLUSIVE;
                        })
                .message(item.message().or(() -> silent ? Optional.of(SILENCE) : Optional.<String>empty()))
                .build();
    }

    DependenciesEvidence dependencies() {
        List<StoredFinding> about = new ArrayList<>();
        List<EvidenceNote> notes = new ArrayList<>();
        for (StoredFinding finding : findings.of(Level.CROSS_NS_DEPENDENCIES)) {
            if (isNote(finding)) {
                notes.add(note(finding));
            } else if (finding.object().startsWith(SERVICE)) {
                about.add(finding);
            }
        }
        List<DependencyEvidence> dependencies = new ArrayList<>();
        for (StoredItem item : ReportSize.limited(level.items())) {
            dependencies.add(dependency(item, about));
        }
        if (isCut()) {
            about.forEach(finding -> dependencies.add(unlistedService(finding)));
            unlistedCounts(
                            count(dependencies, Reachability.REACHABLE),
                            count(dependencies, Reachability.UNREACHABLE),
                            count(dependencies, Reachability.UNKNOWN))
                    .ifPresent(more -> {
                        dependencies.addAll(Collections.nCopies((int) more.good(), service(Reachability.REACHABLE)));
                        dependencies.addAll(Collections.nCopies((int) more.bad(), service(Reachability.UNREACHABLE)));
                        dependencies.addAll(Collections.nCopies((int) more.unknown(), service(Reachability.UNKNOWN)));
                    });
        }
        return DependenciesEvidence.builder()
                .dependencies(dependencies)
                .notes(notes)
                .build();
    }

    private static long count(List<DependencyEvidence> dependencies, Reachability reachability) {
        return dependencies.stream()
                .filter(dependency -> dependency.reachability() == reachability)
                .count();
    }

    private static DependencyEvidence dependency(StoredItem item, List<StoredFinding> about) {
        ImmutableDependencyEvidence.Builder dependency = DependencyEvidence.builder()
                .name(item.name())
                .namespace(item.namespace().orElse(""))
                .port(item.port())
                .method(item.method().orElse(""))
                .message(item.message());
        item.foundIn().ifPresent(dependency::foundIn);
        if (item.good()) {
            return dependency.reachability(Reachability.REACHABLE).build();
        }
        String object = SERVICE + item.namespace().orElse("") + "/" + item.name()
                + (item.port().isPresent() ? ":" + item.port().getAsInt() : "");
        Optional<StoredFinding> own = about.stream()
                .filter(finding -> finding.object().equals(object))
                .findFirst();
        own.ifPresent(about::remove);
        own.map(StoredFinding::observed)
                .filter(observed -> observed.equals(SILENCE) || observed.startsWith(NAMED_IN))
                .filter(observed -> item.message().isEmpty())
                .ifPresent(observed -> dependency.message(SILENCE));
        return dependency
                .reachability(own.map(StatedItems::reachability).orElse(Reachability.UNREACHABLE))
                .build();
    }

    private static DependencyEvidence unlistedService(StoredFinding finding) {
        String[] name = finding.object().substring(SERVICE.length()).split("/", 2);
        return DependencyEvidence.builder()
                .namespace(name[0])
                .name(name.length == 2 ? name[1] : "")
                .method("")
                .message(finding.observed())
                .reachability(reachability(finding))
                .build();
    }

    private static DependencyEvidence service(Reachability reachability) {
        return DependencyEvidence.builder()
                .name("")
                .namespace("")
                .method("")
                .reachability(reachability)
                .build();
    }

    private static Reachability reachability(StoredFinding finding) {
        return StatedFindings.because(Reason.DEPENDENCY_UNKNOWN).test(finding)
                ? Reachability.UNKNOWN
                : Reachability.UNREACHABLE;
    }

    private boolean isCut() {
        return level.items().size() >= ReportSize.MOST_ENTRIES;
    }

    /** How many more the message counts than the list and the findings name; empty where it counts fewer. */
    private Optional<MessageCounts.Counted> unlistedCounts(long good, long bad, long unknown) {
        return MessageCounts.counted(message)
                .map(all -> new MessageCounts.Counted(all.good() - good, all.bad() - bad, all.unknown() - unknown))
                .filter(MessageCounts.Counted::possible);
    }
}
