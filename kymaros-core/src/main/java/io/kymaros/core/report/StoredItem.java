package io.kymaros.core.report;

import org.immutables.value.Value;

/** A pod, a health check or a dependency as a report states it. */
@Value.Immutable
public interface StoredItem {
    /** Its name. */
    @Value.Parameter
    String name();

    /** Whether it is said to be ready, passed or reachable. */
    @Value.Parameter
    boolean good();

    /** An item with its name and its state. */
    static StoredItem of(String name, boolean good) {
        return ImmutableStoredItem.of(name, good);
    }
}
