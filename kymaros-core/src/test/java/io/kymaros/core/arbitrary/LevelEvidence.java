package io.kymaros.core.arbitrary;

import io.kymaros.core.evidence.CheckEvidence;
import io.kymaros.core.evidence.CheckResult;
import io.kymaros.core.evidence.CompletenessEvidence;
import io.kymaros.core.evidence.DependenciesEvidence;
import io.kymaros.core.evidence.DependencyEvidence;
import io.kymaros.core.evidence.EvidenceNote;
import io.kymaros.core.evidence.HealthChecksEvidence;
import io.kymaros.core.evidence.IgnoredLoss;
import io.kymaros.core.evidence.ObjectDefect;
import io.kymaros.core.evidence.ObjectEvidence;
import io.kymaros.core.evidence.ObjectOrigin;
import io.kymaros.core.evidence.PodEvidence;
import io.kymaros.core.evidence.PodStartupEvidence;
import io.kymaros.core.evidence.Reachability;
import io.kymaros.core.evidence.ResourceTypeEvidence;
import io.kymaros.core.evidence.RestoreEvidence;
import io.kymaros.core.evidence.RestorePhase;
import io.kymaros.core.evidence.RtoEvidence;
import io.kymaros.core.evidence.RtoPart;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Evidence of each level. {@link Knowledge} says whether it may contain what could not be observed, such as a check that
 * could not be made.
 */
public final class LevelEvidence {
    private static final int MOST = 6;

    private LevelEvidence() {}

    /** Whether everything about a level is known. */
    public enum Knowledge {
        /** All of it. */
        WHOLE,
        /** Some of it may be missing. */
        POSSIBLY_PARTIAL
    }

    /** How a restore ended. */
    public static Arbitrary<RestoreEvidence> restores(Knowledge knowledge) {
        Arbitrary<RestorePhase> phases = Arbitraries.frequency(
                Tuple.of(4, RestorePhase.COMPLETED),
                Tuple.of(1, RestorePhase.PARTIALLY_FAILED),
                Tuple.of(1, RestorePhase.FAILED));
        Arbitrary<Integer> errors = Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.just(0)),
                Tuple.of(1, Arbitraries.integers().greaterOrEqual(0)));
        Arbitrary<List<String>> fewMessages =
                Arbitraries.frequencyOf(Tuple.of(4, Arbitraries.just(List.of())), Tuple.of(1, messages(12)));
        return Combinators.combine(
                        Arbitraries.of("Velero", "restic"),
                        phases,
                        errors,
                        errors,
                        fewMessages,
                        knowledge == Knowledge.WHOLE ? Arbitraries.just(List.<String>of()) : fewMessages,
                        messages(3))
                .as((tool, phase, errorCount, warnings, errorMessages, environment, warningMessages) ->
                        RestoreEvidence.builder()
                                .tool(tool)
                                .phase(phase)
                                .errors(errorCount)
                                .warnings(warnings)
                                .errorMessages(errorMessages)
                                .environmentErrors(environment)
                                .warningMessages(warningMessages)
                                .build());
    }

    /** What was expected and what came back. */
    public static Arbitrary<CompletenessEvidence> completeness(Knowledge knowledge) {
        Arbitrary<List<String>> types = Arbitraries.of(
                        "Deployment",
                        "Service",
                        "PersistentVolumeClaim",
                        "ConfigMap",
                        "Secret",
                        "Ingress",
                        "NetworkPolicy",
                        "Certificate.cert-manager.io")
                .list()
                .uniqueElements()
                .ofMaxSize(8);
        Arbitrary<List<ResourceTypeEvidence>> evidence = types.flatMap(names -> Combinators.combine(names.stream()
                        .map(name -> resourceTypes(name, knowledge))
                        .toList())
                .as(List::copyOf));
        return Combinators.combine(
                        evidence, names(2), names(2), ignoredLosses().list().ofMaxSize(2))
                .as((resourceTypes, gone, normalised, idle) -> CompletenessEvidence.builder()
                        .resourceTypes(resourceTypes)
                        .goneNamespaces(gone)
                        .normalised(normalised)
                        .idleIgnoredLosses(idle)
                        .build());
    }

    /** What an application can do without. */
    public static Arbitrary<IgnoredLoss> ignoredLosses() {
        return Combinators.combine(
                        Arbitraries.of("Secret", "ConfigMap", "PersistentVolumeClaim", "StatefulSet", "Pod"),
                        Arbitraries.oneOf(
                                Texts.names().filter(name -> !name.isBlank()),
                                Arbitraries.of("*", "db-*", "?", "*-?*")),
                        Arbitraries.of("shop", "shop-db").optional(0.3),
                        ignoredReasons())
                .as((kind, name, namespace, reason) -> IgnoredLoss.builder()
                        .kind(kind)
                        .name(name)
                        .namespace(namespace)
                        .reason(reason)
                        .build());
    }

    private static Arbitrary<String> ignoredReasons() {
        return Arbitraries.of("a cache", "made anew when the application starts", "of a service that is gone");
    }

    /** The objects of one resource type. */
    public static Arbitrary<ResourceTypeEvidence> resourceTypes(String resourceType, Knowledge knowledge) {
        return Combinators.combine(
                        objects(knowledge)
                                .list()
                                .uniqueElements(ObjectEvidence::qualifiedName)
                                .ofMaxSize(MOST),
                        names(2))
                .as((objects, unexpected) -> ResourceTypeEvidence.builder()
                        .resourceType(resourceType)
                        .objects(objects)
                        .unexpected(unexpected)
                        .build());
    }

    /** An expected object: sound, missing, defective, or held back by its environment. */
    public static Arbitrary<ObjectEvidence> objects(Knowledge knowledge) {
        Arbitrary<Boolean> restored = Arbitraries.frequency(Tuple.of(4, true), Tuple.of(1, false));
        Arbitrary<Optional<ObjectDefect>> defects = Combinators.combine(Texts.reasons(), Texts.messages())
                .as(ObjectDefect::of)
                .optional(0.1);
        return Combinators.combine(
                        Arbitraries.of("shop", "shop-db").optional(0.3),
                        Texts.names(),
                        Arbitraries.of(ObjectOrigin.class),
                        restored,
                        defects,
                        Texts.messages().optional(0.2),
                        unknown(knowledge),
                        ignoredReasons().optional(0.1))
                .as((namespace, name, origin, back, defect, toolMessage, heldBack, ignored) -> ObjectEvidence.builder()
                        .namespace(namespace)
                        .name(name)
                        .origin(origin)
                        .restored(back)
                        .defect(defect)
                        .toolMessage(toolMessage)
                        .unknown(heldBack && !back)
                        .ignored(ignored)
                        .build());
    }

    /** The pods that workloads ask for. */
    public static Arbitrary<PodStartupEvidence> podStartups(Knowledge knowledge) {
        return Combinators.combine(
                        pods(knowledge).list().ofMaxSize(MOST), notes().list().ofMaxSize(2))
                .as((pods, notes) ->
                        PodStartupEvidence.builder().pods(pods).notes(notes).build());
    }

    /** An expected pod: ready, not ready, or held back by its environment. */
    public static Arbitrary<PodEvidence> pods(Knowledge knowledge) {
        Arbitrary<Boolean> ready = Arbitraries.frequency(Tuple.of(4, true), Tuple.of(1, false));
        return Combinators.combine(
                        Texts.names(),
                        Arbitraries.of("Deployment/api", "StatefulSet/db", "Job/migrate")
                                .optional(),
                        ready,
                        seconds().optional(),
                        Texts.reasons().optional(),
                        Texts.messages().optional(0.3),
                        Combinators.combine(unknown(knowledge), ignoredReasons().optional(0.1))
                                .as(Tuple::of))
                .as((name, workload, isReady, startup, reason, message, excuses) -> PodEvidence.builder()
                        .podName(name)
                        .workload(workload)
                        .ready(isReady)
                        .startupSeconds(startup.map(OptionalInt::of).orElse(OptionalInt.empty()))
                        .reason(reason)
                        .message(message)
                        .unknown(excuses.get1() && !isReady)
                        .ignored(excuses.get2())
                        .build());
    }

    /** The checks of a linked policy, or none. */
    public static Arbitrary<HealthChecksEvidence> healthChecks(Knowledge knowledge) {
        return Combinators.combine(
                        Texts.names().optional(0.8), checks(knowledge).list().ofMaxSize(MOST))
                .as((policy, checks) -> HealthChecksEvidence.builder()
                        .policy(policy)
                        .checks(checks)
                        .build());
    }

    /** A check and its answer. */
    public static Arbitrary<CheckEvidence> checks(Knowledge knowledge) {
        Arbitrary<CheckResult> results = Combinators.combine(
                        Arbitraries.frequency(Tuple.of(4, CheckResult.PASS), Tuple.of(1, CheckResult.FAIL)),
                        unknown(knowledge))
                .as((result, unknown) -> unknown ? CheckResult.INCONCLUSIVE : result);
        return Combinators.combine(
                        Texts.names(),
                        Arbitraries.of("http", "tcp", "exec", "podStatus", "resourceExists"),
                        Texts.names(),
                        messages(2),
                        results,
                        Arbitraries.integers().between(0, 599).optional(),
                        milliseconds(),
                        Texts.messages().optional(0.3))
                .as((name, type, target, command, result, status, duration, message) -> CheckEvidence.builder()
                        .name(name)
                        .type(type)
                        .target(target)
                        .command(type.equals("exec") ? command : List.of())
                        .result(result)
                        .statusCode(status.map(OptionalInt::of).orElse(OptionalInt.empty()))
                        .durationMs(duration)
                        .message(message)
                        .build())
                .flatMap(check -> Arbitraries.of(true, false).map(data -> CheckEvidence.builder()
                        .from(check)
                        .looksAtData(data
                                && (check.type().equals("exec") || check.type().equals("http")))
                        .build()));
    }

    /** The services of other namespaces. */
    public static Arbitrary<DependenciesEvidence> dependencies(Knowledge knowledge) {
        return Combinators.combine(
                        dependency(knowledge).list().ofMaxSize(MOST),
                        notes().list().ofMaxSize(2))
                .as((all, notes) -> DependenciesEvidence.builder()
                        .dependencies(all)
                        .notes(notes)
                        .build());
    }

    /** Something worth knowing. */
    public static Arbitrary<EvidenceNote> notes() {
        return Combinators.combine(Texts.reasons(), Texts.names(), Texts.messages())
                .as(EvidenceNote::of);
    }

    /** A service of another namespace. */
    public static Arbitrary<DependencyEvidence> dependency(Knowledge knowledge) {
        Arbitrary<Reachability> reachability = Combinators.combine(
                        Arbitraries.frequency(
                                Tuple.of(4, Reachability.REACHABLE), Tuple.of(1, Reachability.UNREACHABLE)),
                        unknown(knowledge))
                .as((known, unknown) -> unknown ? Reachability.UNKNOWN : known);
        return Combinators.combine(
                        Texts.names(),
                        Texts.names(),
                        Arbitraries.integers().between(1, 65_535).optional(),
                        reachability,
                        Arbitraries.of("readyEndpoints", "sandboxProbe"),
                        Arbitraries.of("declared", "ConfigMap/app"),
                        milliseconds(),
                        Texts.messages().optional(0.3))
                .as((name, namespace, port, reach, method, foundIn, duration, message) -> DependencyEvidence.builder()
                        .name(name)
                        .namespace(namespace)
                        .port(port.map(OptionalInt::of).orElse(OptionalInt.empty()))
                        .reachability(reach)
                        .method(method)
                        .foundIn(foundIn)
                        .durationMs(duration)
                        .message(message)
                        .build());
    }

    /** A measured recovery time, with and without an objective. */
    public static Arbitrary<RtoEvidence> recoveryTimes() {
        Arbitrary<List<RtoPart>> parts = Combinators.combine(
                        Arbitraries.of("queue", "restore", "volumes", "pods", "checks", RtoPart.STEADINESS),
                        Arbitraries.longs().between(0, 5_000))
                .as(RtoPart::of)
                .list()
                .ofMaxSize(5);
        return Combinators.combine(
                        Arbitraries.longs().between(0, 20_000),
                        Arbitraries.longs().between(1, 20_000).optional(0.8),
                        parts)
                .as((measured, objective, divided) -> RtoEvidence.builder()
                        .measuredSeconds(measured)
                        .slaMaxSeconds(objective.map(OptionalLong::of).orElse(OptionalLong.empty()))
                        .parts(divided)
                        .build());
    }

    private static Arbitrary<Boolean> unknown(Knowledge knowledge) {
        return knowledge == Knowledge.WHOLE
                ? Arbitraries.just(false)
                : Arbitraries.frequency(Tuple.of(9, false), Tuple.of(1, true));
    }

    private static Arbitrary<Integer> seconds() {
        return Arbitraries.integers().between(0, 3_600);
    }

    private static Arbitrary<Long> milliseconds() {
        return Arbitraries.longs().greaterOrEqual(0);
    }

    private static Arbitrary<List<String>> messages(int most) {
        return Texts.messages().list().ofMaxSize(most);
    }

    private static Arbitrary<List<String>> names(int most) {
        return Texts.names().list().ofMaxSize(most);
    }
}
