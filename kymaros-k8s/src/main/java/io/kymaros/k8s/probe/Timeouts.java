package io.kymaros.k8s.probe;

import io.kymaros.k8s.api.GoDuration;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the timeout of a check, or takes its type's default. */
final class Timeouts {
    private Timeouts() {}

    static Duration of(@Nullable String timeout, Duration byDefault) {
        return Optional.ofNullable(timeout).flatMap(GoDuration::parse).orElse(byDefault);
    }
}
