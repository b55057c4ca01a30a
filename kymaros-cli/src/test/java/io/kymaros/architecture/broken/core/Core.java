package io.kymaros.architecture.broken.core;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;

/** Breaks every wall of the scoring library. */
public final class Core {
    private final ObjectMapper mapper = new ObjectMapper();

    double share(int earned, int possible) {
        return Instant.now().isAfter(Instant.EPOCH) ? (double) earned / possible : mapper.hashCode();
    }
}
