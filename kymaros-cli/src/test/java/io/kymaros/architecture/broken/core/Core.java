package io.kymaros.architecture.broken.core;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import java.util.function.Supplier;

/** Breaks every wall of the scoring library. */
public final class Core {
    private final ObjectMapper mapper = new ObjectMapper();
    private final Supplier<Instant> clock = Instant::now;

    @SuppressWarnings("JavaTimeDefaultTimeZone")
    double share(int earned, int possible) {
        return OffsetDateTime.now().getYear() > 0 ? (double) earned / possible : mapper.hashCode();
    }

    @SuppressWarnings("StringCaseLocaleUsage")
    String name() {
        return UUID.randomUUID().toString().toLowerCase() + clock.get();
    }
}
