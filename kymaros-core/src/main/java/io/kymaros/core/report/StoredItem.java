package io.kymaros.core.report;

import io.kymaros.core.evidence.CheckEvidence;
import io.kymaros.core.evidence.DependencyEvidence;
import io.kymaros.core.evidence.PodEvidence;
import io.kymaros.core.evidence.Reachability;
import java.util.Optional;
import java.util.OptionalInt;
import org.immutables.value.Value;

/** A pod, a health check or a dependency as a report states it. */
@Value.Immutable
public interface StoredItem {
    /** Its name. */
    @Value.Parameter
    String name();

    /** How it is said to stand. */
    @Value.Parameter
    State state();

    /** Namespace of a dependency. */
    Optional<String> namespace();

    /** Port of a dependency. */
    OptionalInt port();

    /** How a dependency was asked. */
    Optional<String> method();

    /** Where a dependency was found. */
    Optional<String> foundIn();

    /** Kind of a check. */
    Optional<String> type();

    /** What a check asked. */
    Optional<String> target();

    /** Whether a check is said to look at data. */
    @Value.Default
    default boolean looksAtData() {
        return false;
    }

    /** Why a pod is said not to be ready. */
    Optional<String> reason();

    /** What is said to have been observed. */
    Optional<String> message();

    /** Whether it is said to be ready, passed or reachable. */
    default boolean good() {
        return state() == State.GOOD;
    }

    /** An item with its name and its state. */
    static StoredItem of(String name, boolean good) {
        return ImmutableStoredItem.of(name, good ? State.GOOD : State.BAD);
    }

    /** A pod, as it is to be stored. */
    static StoredItem of(PodEvidence pod) {
        return ImmutableStoredItem.builder()
                .name(pod.podName())
                .state(pod.ready() ? State.GOOD : State.BAD)
                .reason(pod.reason())
                .message(ReportSize.stored(pod.message()))
                .build();
    }

    /** A health check, as it is to be stored. */
    static StoredItem of(CheckEvidence check) {
        return ImmutableStoredItem.builder()
                .name(check.name())
                .state(
                        switch (check.result()) {
                            case PASS -> State.GOOD;
                            case FAIL -> State.BAD;
                            case INCONCLUSIVE -> State.UNKNOWN;
                        })
                .type(check.type())
                .target(ReportSize.cut(check.target()))
                .looksAtData(check.looksAtData())
                .message(ReportSize.stored(check.message()))
                .build();
    }

    /** A dependency, as it is to be stored. */
    static StoredItem of(DependencyEvidence dependency) {
        return ImmutableStoredItem.builder()
                .name(dependency.name())
                .state(dependency.reachability() == Reachability.REACHABLE ? State.GOOD : State.BAD)
                .namespace(dependency.namespace())
                .port(dependency.port())
                .method(dependency.method())
                .foundIn(ReportSize.cut(dependency.foundIn()))
                .message(ReportSize.stored(dependency.message()))
                .build();
    }

    /** Starts an empty item. */
    static ImmutableStoredItem.Builder builder() {
        return ImmutableStoredItem.builder();
    }

    /**
     * How an item is said to stand. A check says by itself that it could not be made; that a pod was held back, or a
     * dependency could not be asked, only its finding says.
     */
    enum State {
        /** Ready, passed or reachable. */
        GOOD,
        /** Not that. */
        BAD,
        /** Not known. */
        UNKNOWN
    }
}
