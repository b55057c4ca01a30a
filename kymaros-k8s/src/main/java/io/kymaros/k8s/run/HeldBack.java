package io.kymaros.k8s.run;

import io.kymaros.core.evidence.CheckEvidence;
import io.kymaros.core.evidence.CheckResult;
import io.kymaros.core.evidence.CompletenessEvidence;
import io.kymaros.core.evidence.HealthChecksEvidence;
import io.kymaros.core.evidence.ImmutableCheckEvidence;
import io.kymaros.core.evidence.ImmutableCompletenessEvidence;
import io.kymaros.core.evidence.ImmutableHealthChecksEvidence;
import io.kymaros.core.evidence.ImmutableObjectEvidence;
import io.kymaros.core.evidence.ImmutablePodEvidence;
import io.kymaros.core.evidence.ImmutablePodStartupEvidence;
import io.kymaros.core.evidence.ImmutableResourceTypeEvidence;
import io.kymaros.core.evidence.ImmutableRestoreEvidence;
import io.kymaros.core.evidence.ImmutableRunEvidence;
import io.kymaros.core.evidence.ObjectEvidence;
import io.kymaros.core.evidence.PodEvidence;
import io.kymaros.core.evidence.PodStartupEvidence;
import io.kymaros.core.evidence.RestoreEvidence;
import io.kymaros.core.evidence.RunEvidence;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells what the test's surroundings kept out of the sandbox from what the backup lost. An object that the backup tool
 * names in such an error is held back, not missing; and pods and checks that fail then may fail for the lack of it. An
 * error about a pod that the surroundings keep from starting, for example that no hook could be run in it, is theirs too, and so
 * is a check that found no ready pod because they keep each of its pods from that.
 */
final class HeldBack {
    private HeldBack() {}

    /** The evidence with what was held back marked as that; the same evidence if nothing was. */
    static RunEvidence toldApart(RunEvidence seen) {
        RunEvidence evidence = withoutErrorsOfHeldPods(withoutChecksOfHeldPods(seen));
        Set<String> errors = evidence.restore()
                .map(RestoreEvidence::environmentErrors)
                .map(Set::copyOf)
                .orElse(Set.of());
        if (errors.isEmpty()) {
            return evidence;
        }
        return ImmutableRunEvidence.copyOf(evidence)
                .withCompleteness(evidence.completeness().map(completeness -> marked(completeness, errors)))
                .withPodStartup(evidence.podStartup().map(HeldBack::unknownUnlessReady))
                .withHealthChecks(evidence.healthChecks().map(HeldBack::unknownUnlessPassed));
    }

    private static RunEvidence withoutChecksOfHeldPods(RunEvidence evidence) {
        List<PodEvidence> pods =
                evidence.podStartup().map(PodStartupEvidence::pods).orElse(List.of());
        Optional<HealthChecksEvidence> asked = evidence.healthChecks()
                .filter(health -> health.checks().stream().anyMatch(check -> asksHeldPods(check, pods)));
        return asked.<RunEvidence>map(health -> ImmutableRunEvidence.copyOf(evidence)
                        .withHealthChecks(ImmutableHealthChecksEvidence.copyOf(health)
                                .withChecks(health.checks().stream()
                                        .map(check -> asksHeldPods(check, pods) ? held(check) : check)
                                        .toList())))
                .orElse(evidence);
    }

    /** Whether every pod that a check needs is known to be held back: one that fails for another reason is its answer. */
    private static boolean asksHeldPods(CheckEvidence check, List<PodEvidence> pods) {
        return check.result() == CheckResult.FAIL
                && !check.unreadyPods().isEmpty()
                && check.unreadyPods().stream().allMatch(name -> isHeldBack(name, pods));
    }

    private static boolean isHeldBack(String name, List<PodEvidence> pods) {
        List<PodEvidence> named =
                pods.stream().filter(pod -> nameOf(pod).equals(name)).toList();
        return !named.isEmpty() && named.stream().allMatch(PodEvidence::unknown);
    }

    private static CheckEvidence held(CheckEvidence check) {
        return ImmutableCheckEvidence.copyOf(check)
                .withResult(CheckResult.INCONCLUSIVE)
                .withMessage(check.message().orElse("no pod is ready") + "; the test's surroundings keep "
                        + String.join(", ", check.unreadyPods()) + " from that");
    }

    private static String nameOf(PodEvidence pod) {
        return pod.podName().substring(pod.podName().lastIndexOf('/') + 1);
    }

    private static RunEvidence withoutErrorsOfHeldPods(RunEvidence evidence) {
        List<Pattern> pods = evidence.podStartup().stream()
                .flatMap(startup -> startup.pods().stream())
                .filter(PodEvidence::unknown)
                .map(HeldBack::nameOf)
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
        return held ? ImmutableObjectEvidence.copyOf(object).withUnknown(true) : object;
    }

    private static PodStartupEvidence unknownUnlessReady(PodStartupEvidence startup) {
        return ImmutablePodStartupEvidence.copyOf(startup)
                .withPods(startup.pods().stream()
                        .map(pod -> pod.ready()
                                ? pod
                                : ImmutablePodEvidence.copyOf(pod)
                                        .withUnknown(true)
                                        .withMessage(because(pod.message().orElse("the pod is not ready"))))
                        .toList());
    }

    private static HealthChecksEvidence unknownUnlessPassed(HealthChecksEvidence health) {
        return ImmutableHealthChecksEvidence.copyOf(health)
                .withChecks(health.checks().stream()
                        .map(check -> check.result() != CheckResult.FAIL
                                ? check
                                : ImmutableCheckEvidence.copyOf(check)
                                        .withResult(CheckResult.INCONCLUSIVE)
                                        .withMessage(because(check.message().orElse("the check did not pass"))))
                        .toList());
    }

    private static String because(String seen) {
        return seen + "; the test's surroundings kept objects of the backup out of the sandbox, and that may be why";
    }
}
