package io.kymaros.k8s.pods;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.kymaros.core.evidence.PodEvidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodJudgementTest {
    @Test
    void everyExpectedPodHasAnEntryWithItsWorkload() {
        PodJudgement judgement = PodJudgement.of(
                List.of(Pods.deployment("api", 2), Pods.workload("StatefulSet", "db", 1)),
                List.of(Pods.ready("api-1", "api"), Pods.ready("api-2", "api"), Pods.ready("db-0", "db")));
        assertThat(judgement.pods()).extracting(PodEvidence::podName).containsExactly("api-1", "api-2", "db-0");
        assertThat(judgement.pods())
                .extracting(pod -> pod.workload().orElse(""))
                .containsExactly("Deployment/api", "Deployment/api", "StatefulSet/db");
        assertThat(judgement.pods()).allMatch(PodEvidence::ready);
        assertThat(settled(judgement)).isTrue();
    }

    @Test
    void podThatWasNeverCreatedIsMissing() {
        PodJudgement judgement =
                PodJudgement.of(List.of(Pods.deployment("api", 2)), List.of(Pods.ready("api-1", "api")));
        assertThat(judgement.pods()).hasSize(2);
        PodEvidence missing = judgement.pods().get(1);
        assertThat(missing.podName()).isEqualTo("api (pod 2 of 2)");
        assertThat(missing.reason()).contains("PodMissing");
        assertThat(missing.unknown()).isFalse();
        assertThat(settled(judgement)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pods \"api-1\" is forbidden: exceeded quota: kymaros-quota, requested: requests.cpu=1 | QuotaExceeded | true",
                "pods \"api-1\" is forbidden: failed quota: kymaros-quota: must specify requests.cpu | QuotaExceeded | true",
                "pods \"api-1\" is forbidden: violates PodSecurity \"restricted:latest\" | PodSecurityForbidden | true",
                "pods \"api-1\" is forbidden: error looking up service account x/api | ServiceAccountMissing | false"
            })
    void podThatItsControllerCanNotCreateSaysWhy(String trouble, String reason, boolean unknown) {
        PodEvidence pod = PodJudgement.of(List.of(Pods.troubled("api", 1, trouble)), List.of())
                .pods()
                .get(0);
        assertThat(pod.reason()).contains(reason);
        assertThat(pod.message()).contains(trouble);
        assertThat(pod.unknown()).isEqualTo(unknown);
    }

    @Test
    void workloadOfNoReplicasExpectsNothing() {
        PodJudgement judgement = PodJudgement.of(List.of(Pods.deployment("api", 0)), List.of());
        assertThat(judgement.pods()).isEmpty();
        assertThat(settled(judgement)).isTrue();
    }

    @Test
    void surplusPodsDoNoHarm() {
        PodJudgement judgement = PodJudgement.of(
                List.of(Pods.deployment("api", 1)),
                List.of(Pods.crashing("api-1", "api", 9), Pods.ready("api-2", "api"), Pods.pod("api-3", "api")));
        assertThat(judgement.pods()).extracting(PodEvidence::podName).containsExactly("api-2");
        assertThat(settled(judgement)).isTrue();
    }

    @Test
    void podThatIsGoingAwayDoesNotHideTheTroubleOfTheOneThatStays() {
        Pod going = Pods.ready("api-1", "api")
                .edit()
                .editMetadata()
                .withDeletionTimestamp("2026-01-01T00:01:00Z")
                .endMetadata()
                .build();
        PodJudgement judgement =
                PodJudgement.of(List.of(Pods.deployment("api", 1)), List.of(going, Pods.crashing("api-2", "api", 9)));
        assertThat(judgement.pods()).extracting(PodEvidence::podName).containsExactly("api-2");
        assertThat(settled(judgement)).isTrue();
    }

    @Test
    void hopelessPodIsSettledAndAWaitingOneIsNot() {
        assertThat(settled(
                        PodJudgement.of(List.of(Pods.deployment("api", 1)), List.of(Pods.crashing("api-1", "api", 9)))))
                .isTrue();
        assertThat(settled(PodJudgement.of(List.of(Pods.deployment("api", 1)), List.of(Pods.pod("api-1", "api")))))
                .isFalse();
    }

    @Test
    void podsOfAFinishedJobMayBeGoneOrHaveFailedOnTheWay() {
        assertThat(PodJudgement.of(List.of(Pods.finishedJob("load", 2)), List.of())
                        .pods())
                .hasSize(2)
                .allMatch(PodEvidence::ready);
        assertThat(PodJudgement.of(
                                List.of(Pods.finishedJob("load", 1)),
                                List.of(Pods.phase(Pods.pod("load-1", "load"), "Failed")))
                        .pods())
                .hasSize(1)
                .allMatch(PodEvidence::ready);
    }

    @Test
    void podOfAJobIsReadyWhenItHasSucceeded() {
        assertThat(PodJudgement.of(
                                List.of(Pods.workload("Job", "load", 1)),
                                List.of(Pods.phase(Pods.pod("load-1", "load"), "Succeeded")))
                        .pods())
                .allMatch(PodEvidence::ready);
        assertThat(PodJudgement.of(
                                List.of(Pods.deployment("load", 1)),
                                List.of(Pods.phase(Pods.pod("load-1", "load"), "Succeeded")))
                        .pods())
                .noneMatch(PodEvidence::ready);
    }

    @Test
    void podCountsByItselfWhenItHasNoControllerOrOneThatIsNotLookedAt() {
        PodJudgement judgement = PodJudgement.of(
                List.of(),
                List.of(
                        Pods.ready("bare", "x"),
                        Pods.phase(Pods.pod("once", "x"), "Succeeded"),
                        Pods.ownedBy(Pods.crashing("kafka-0", "x", 9), "StrimziPodSet", "kafka"),
                        Pods.ownedBy(Pods.ready("db-0", "x"), "StatefulSet", "db")));
        assertThat(judgement.pods()).extracting(PodEvidence::podName).containsExactly("bare", "once", "kafka-0");
        assertThat(judgement.pods()).extracting(PodEvidence::ready).containsExactly(true, true, false);
        assertThat(judgement.pods()).noneMatch(pod -> pod.workload().isPresent());
    }

    @Test
    void namesakeOfAKubernetesControllerInAnotherGroupIsAnotherController() {
        Pod pod = Pods.ownedBy(Pods.crashing("db-0", "x", 9), "StatefulSet", "db")
                .edit()
                .editMetadata()
                .editFirstOwnerReference()
                .withApiVersion("apps.kruise.io/v1")
                .endOwnerReference()
                .endMetadata()
                .build();
        assertThat(PodJudgement.of(List.of(), List.of(pod)).pods())
                .extracting(PodEvidence::podName)
                .containsExactly("db-0");
    }

    @Test
    void podOfAnotherNamespaceIsNotCounted() {
        Pod elsewhere = Pods.ready("api-1", "api")
                .edit()
                .editMetadata()
                .withNamespace("other")
                .endMetadata()
                .build();
        assertThat(PodJudgement.of(List.of(Pods.deployment("api", 1)), List.of(elsewhere))
                        .pods()
                        .get(0)
                        .reason())
                .contains("PodMissing");
    }

    @Test
    void podOfAnotherControllerIsNotCountedThoughItsLabelsMatch() {
        Pod other = Pods.ownedBy(Pods.ready("api-migrate-1", "api"), "Job", "api-migrate");
        Pod own = Pods.ownedBy(Pods.pod("api-7d9f-1", "api"), "ReplicaSet", "api-7d9f");
        PodJudgement judgement = PodJudgement.of(List.of(Pods.deployment("api", 1)), List.of(other, own));
        assertThat(judgement.pods()).extracting(PodEvidence::podName).containsExactly("api-7d9f-1");
        assertThat(judgement.pods()).noneMatch(PodEvidence::ready);
    }

    @Test
    void statefulSetTakesOnlyItsOwnPods() {
        Pod other = Pods.ownedBy(Pods.ready("other-0", "db"), "StatefulSet", "other");
        assertThat(PodJudgement.of(List.of(Pods.workload("StatefulSet", "db", 1)), List.of(other))
                        .pods())
                .noneMatch(PodEvidence::ready);
    }

    @Test
    void podCountsForOneWorkloadOnlyWhenTwoHaveTheSameSelector() {
        Workload first = Pods.deployment("api", 1);
        Workload second = new Workload(
                Pods.NAMESPACE,
                "Deployment",
                "api-canary",
                Pods.app("api"),
                1,
                0,
                false,
                Optional.empty(),
                Optional.empty());
        assertThat(PodJudgement.of(
                                List.of(first, second),
                                List.of(Pods.ready("api-1", "api"), Pods.crashing("api-canary-1", "api", 9)))
                        .pods())
                .extracting(PodEvidence::ready)
                .containsExactlyInAnyOrder(true, false);
        assertThat(PodJudgement.of(
                                List.of(first, second),
                                List.of(Pods.ready("api-1", "api"), Pods.ready("api-canary-1", "api")))
                        .pods())
                .extracting(PodEvidence::ready)
                .containsExactly(true, true);
    }

    @Test
    void selectorsWithExpressionsAreUnderstood() {
        Pod pod = labelled(Map.of("app", "api", "tier", "front"));
        assertThat(selected(expression("tier", "In", "front", "back"), pod)).isTrue();
        assertThat(selected(expression("tier", "In", "back"), pod)).isFalse();
        assertThat(selected(expression("tier", "NotIn", "back"), pod)).isTrue();
        assertThat(selected(expression("tier", "NotIn", "front"), pod)).isFalse();
        assertThat(selected(expression("zone", "NotIn", "front"), pod)).isTrue();
        assertThat(selected(expression("tier", "Exists"), pod)).isTrue();
        assertThat(selected(expression("zone", "Exists"), pod)).isFalse();
        assertThat(selected(expression("zone", "DoesNotExist"), pod)).isTrue();
        assertThat(selected(expression("tier", "DoesNotExist"), pod)).isFalse();
        assertThat(selected(expression("tier", "Near", "front"), pod)).isFalse();
    }

    @Test
    void labelsAndExpressionsMustBothMatch() {
        LabelSelector both = new LabelSelectorBuilder(expression("tier", "In", "front"))
                .addToMatchLabels("app", "api")
                .build();
        assertThat(selected(both, labelled(Map.of("app", "api", "tier", "front"))))
                .isTrue();
        assertThat(selected(both, labelled(Map.of("app", "web", "tier", "front"))))
                .isFalse();
        assertThat(selected(both, labelled(Map.of("app", "api")))).isFalse();
    }

    @Test
    void selectorThatAsksForNothingSelectsNothing() {
        assertThat(selected(new LabelSelector(), labelled(Map.of("app", "api"))))
                .isFalse();
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void anotherPodThatIsNotReadyNeverMakesMoreReady(
            @ForAll("workloads") List<Workload> workloads,
            @ForAll("pods") List<Pod> pods,
            @ForAll("notReady") Pod another) {
        List<Pod> more = new ArrayList<>(named(pods));
        Pod last =
                another.edit().editMetadata().withName("another").endMetadata().build();
        more.add(last);
        assertThat(ready(workloads, more)).isLessThanOrEqualTo(ready(workloads, named(pods)));
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void thereAreAsManyEntriesAsPodsAskedForAndBarePods(
            @ForAll("workloads") List<Workload> workloads, @ForAll("pods") List<Pod> pods) {
        List<Pod> named = named(pods);
        int asked = workloads.stream().mapToInt(Workload::expectedPods).sum();
        List<PodEvidence> entries = PodJudgement.of(workloads, named).pods();
        assertThat(entries.stream().filter(pod -> pod.workload().isPresent())).hasSize(asked);
        assertThat(entries.stream().filter(pod -> pod.workload().isEmpty())).hasSizeLessThanOrEqualTo(named.size());
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void noPodIsCountedTwice(@ForAll("workloads") List<Workload> workloads, @ForAll("pods") List<Pod> pods) {
        List<Pod> named = named(pods);
        assertThat(PodJudgement.of(workloads, named).pods().stream()
                        .map(PodEvidence::podName)
                        .filter(name -> named.stream()
                                .anyMatch(pod -> pod.getMetadata().getName().equals(name))))
                .doesNotHaveDuplicates();
    }

    @Provide
    Arbitrary<List<Workload>> workloads() {
        Arbitrary<String> kinds =
                Arbitraries.of("Deployment", "StatefulSet", "DaemonSet", "Job", "ReplicaSet", "ReplicationController");
        Arbitrary<String> apps = Arbitraries.of("api", "db", "web");
        Arbitrary<Integer> replicas = Arbitraries.integers().between(0, 3);
        return Combinators.combine(kinds, apps, replicas)
                .as(Pods::workload)
                .list()
                .ofMaxSize(4);
    }

    @Provide
    Arbitrary<List<Pod>> pods() {
        Arbitrary<Pod> ready = Arbitraries.of("api", "db", "web", "other").map(app -> Pods.ready("p", app));
        return Arbitraries.oneOf(ready, notReady(), owned()).list().ofMaxSize(6);
    }

    private Arbitrary<Pod> owned() {
        return Combinators.combine(
                        Arbitraries.of("ReplicaSet", "StatefulSet", "Job", "Workflow"),
                        Arbitraries.of("api", "db", "web"))
                .as((kind, app) -> Pods.ownedBy(Pods.ready("p", app), kind, app));
    }

    @Provide
    Arbitrary<Pod> notReady() {
        return Arbitraries.of("api", "db", "web", "other")
                .flatMap(app -> Arbitraries.of(
                        Pods.pod("p", app),
                        Pods.crashing("p", app, 1),
                        Pods.crashing("p", app, 9),
                        Pods.phase(Pods.pod("p", app), "Failed"),
                        Pods.ownedBy(Pods.pod("p", app), "ReplicaSet", app)));
    }

    private static boolean settled(PodJudgement judgement) {
        return new Steadiness(() -> 0).settlesIn(judgement).equals(OptionalLong.of(0));
    }

    private static List<Pod> named(List<Pod> pods) {
        List<Pod> named = new ArrayList<>();
        for (int i = 0; i < pods.size(); i++) {
            named.add(pods.get(i)
                    .edit()
                    .editMetadata()
                    .withName("p" + i)
                    .endMetadata()
                    .build());
        }
        return named;
    }

    private static long ready(List<Workload> workloads, List<Pod> pods) {
        return PodJudgement.of(workloads, pods).pods().stream()
                .filter(PodEvidence::ready)
                .count();
    }

    private static LabelSelector expression(String key, String operator, String... values) {
        return new LabelSelectorBuilder()
                .addNewMatchExpression()
                .withKey(key)
                .withOperator(operator)
                .withValues(values)
                .endMatchExpression()
                .build();
    }

    private static boolean selected(LabelSelector selector, Pod pod) {
        Workload workload = new Workload(
                Pods.NAMESPACE, "Deployment", "api", selector, 1, 0, false, Optional.empty(), Optional.empty());
        return PodJudgement.of(List.of(workload), List.of(pod)).pods().get(0).ready();
    }

    private static Pod labelled(Map<String, String> labels) {
        return Pods.ready("api-1", "api")
                .edit()
                .editMetadata()
                .withLabels(labels)
                .endMetadata()
                .build();
    }
}
