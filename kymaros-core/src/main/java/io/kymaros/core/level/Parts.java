package io.kymaros.core.level;

import io.kymaros.core.evidence.Standing;
import java.util.Collection;
import java.util.function.Function;

/** How many parts of a level are good, bad, or not known to be either. */
record Parts(long good, long bad, long unknown) {
    static <T> Parts of(Collection<? extends T> parts, Function<? super T, Standing> standing) {
        long good = 0;
        long bad = 0;
        long unknown = 0;
        for (T part : parts) {
            switch (standing.apply(part)) {
                case GOOD -> good++;
                case BAD -> bad++;
                case UNKNOWN -> unknown++;
            }
        }
        return new Parts(good, bad, unknown);
    }

    long all() {
        return good + bad + unknown;
    }
}
