/** Scores restore tests: evidence in, confidence score and findings out. Needs nothing but {@code java.base}. */
module io.kymaros.core {
    requires static org.immutables.value;
    requires static org.jspecify;

    exports io.kymaros.core.evidence;
    exports io.kymaros.core.level;
    exports io.kymaros.core.policy;
    exports io.kymaros.core.report;
    exports io.kymaros.core.score;
}
