package io.kymaros.k8s.checks;

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

    /** The timeout as it stands in messages. */
    static String shown(Duration timeout) {
        return timeout.toSecondsPart() == 0 && timeout.toMillis() < 1000 || timeout.toMillisPart() != 0
                ? timeout.toMillis() + " ms"
                : timeout.toSeconds() + " s";
    }
}
