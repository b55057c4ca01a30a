package io.kymaros.k8s.run;

import io.kymaros.core.evidence.CheckResult;
import io.kymaros.core.evidence.CompletenessEvidence;
import io.kymaros.core.evidence.EvidenceGap;
import io.kymaros.core.evidence.ImmutableCompletenessEvidence;
import io.kymaros.core.evidence.ImmutableObjectEvidence;
import io.kymaros.core.evidence.ImmutableResourceTypeEvidence;
import io.kymaros.core.evidence.ImmutableRestoreEvidence;
import io.kymaros.core.evidence.ImmutableRunEvidence;
import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.ObjectEvidence;
import io.kymaros.core.evidence.PodEvidence;
import io.kymaros.core.evidence.RestoreEvidence;
import io.kymaros.core.evidence.RunEvidence;
import io.kymaros.core.level.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells what the test's surroundings kept out of the sandbox from what the backup lost. An object that the backup tool
 * names in such an error is held back, not missing; and pods and checks that fail then may fail for the lack of it. An
 * error about a pod that the surroundings keep from starting, for example that no hook could be run in it, is theirs too.
 */
final class HeldBack {
    private HeldBack() {}

    /** The evidence with what was held back marked as that; the same evidence if nothing was. */
    static RunEvidence toldApart(RunEvidence seen) {
        RunEvidence evidence = withoutErrorsOfHeldPods(seen);
        Set<String> errors = evidence.restore()
                .map(RestoreEvidence::environmentErrors)
                .map(Set::copyOf)
                .orElse(Set.of());
        if (errors.isEmpty()) {
            return evidence;
        }
        List<EvidenceGap> gaps = new ArrayList<>(evidence.gaps());
        if (evidence.podStartup().stream().flatMap(pods -> pods.pods().stream()).anyMatch(pod -> !pod.ready())) {
            gaps.add(gap(Level.POD_STARTUP, "Not every pod is ready"));
        }
        if (evidence.healthChecks().stream()
                .flatMap(checks -> checks.checks().stream())
                .anyMatch(check -> check.result() == CheckResult.FAIL)) {
            gaps.add(gap(Level.HEALTH_CHECKS, "Not every health check passed"));
        }
        return ImmutableRunEvidence.copyOf(evidence)
                .withCompleteness(evidence.completeness().map(completeness -> marked(completeness, errors)))
                .withGaps(gaps);
    }

    private static RunEvidence withoutErrorsOfHeldPods(RunEvidence evidence) {
        List<Pattern> pods = evidence.podStartup().stream()
                .flatMap(startup -> startup.pods().stream())
                .filter(PodEvidence::environmentFault)
                .map(pod -> pod.podName().substring(pod.podName().lastIndexOf('/') + 1))
                .map(name -> Pattern.compile("\\bpod \\S+/" + Pattern.quote(name) + "(?![-.a-z0-9])"))
                .toList();
        Optional<RestoreEvidence> restore = evidence.restore().filter(seen -> !pods.isEmpty());
        return restore.map(seen -> apart(evidence, seen, pods)).orElse(evidence);
    }

    private static RunEvidence apart(RunEvidence evidence, RestoreEvidence restore, List<Pattern> pods) {
        List<String> theirs = restore.errorMessages().stream()
                .filter(error ->
                        pods.stream().anyMatch(pod -> pod.matcher(error).find()))
                .toList();
        if (theirs.isEmpty()) {
            return evidence;
        }
        return ImmutableRunEvidence.copyOf(evidence)
                .withRestore(ImmutableRestoreEvidence.builder()
                        .from(restore)
                        .errorMessages(restore.errorMessages().stream()
                                .filter(error -> !theirs.contains(error))
                                .toList())
                        .addAllEnvironmentErrors(theirs)
                        .build());
    }

    private static CompletenessEvidence marked(CompletenessEvidence completeness, Set<String> errors) {
        return ImmutableCompletenessEvidence.copyOf(completeness)
                .withResourceTypes(completeness.resourceTypes().stream()
                        .map(type -> ImmutableResourceTypeEvidence.copyOf(type)
                                .withObjects(type.objects().stream()
                                        .map(object -> marked(object, errors))
                                        .toList()))
                        .toList());
    }

    private static ObjectEvidence marked(ObjectEvidence object, Set<String> errors) {
        boolean held = !object.restored()
                && object.toolMessage().filter(errors::contains).isPresent();
        return held ? ImmutableObjectEvidence.copyOf(object).withEnvironmentFault(true) : object;
    }

    private static EvidenceGap gap(Level level, String seen) {
        return EvidenceGap.of(
                level,
                Reason.RESTORE_HELD_BACK.toString(),
                seen + ", and the test's surroundings kept objects of the backup out of the sandbox: that may be why.");
    }
}
