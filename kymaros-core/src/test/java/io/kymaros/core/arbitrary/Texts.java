package io.kymaros.core.arbitrary;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;

/** Names and messages as clusters have them, and now and then as they should not be. */
public final class Texts {
    private Texts() {}

    /** Names of objects: mostly those that Kubernetes allows. */
    public static Arbitrary<String> names() {
        Arbitrary<String> usual = Arbitraries.strings()
                .withCharRange('a', 'z')
                .numeric()
                .withChars('-', '.')
                .ofMinLength(1)
                .ofMaxLength(12);
        return Arbitraries.frequencyOf(Tuple.of(19, usual), Tuple.of(1, odd().filter(text -> !text.isEmpty())));
    }

    /** Messages: plain sentences, empty ones, and what a hostile log could contain. */
    public static Arbitrary<String> messages() {
        return Arbitraries.frequencyOf(
                Tuple.of(
                        4,
                        Arbitraries.of(
                                "connection refused",
                                "admission webhook \"policy.example.com\" denied the request: no",
                                "container api: exit code 1, \"DB_HOST not set\"",
                                "HTTP 503")),
                Tuple.of(1, odd()));
    }

    /** Reason codes that evidence brings along: none of them is one of the scoring library's own. */
    public static Arbitrary<String> reasons() {
        return Arbitraries.of(
                "Forbidden",
                "ApiUnavailable",
                "Timeout",
                "VolumeDataMissing",
                "CrashLoopBackOff",
                "ImagePullBackOff",
                "OOMKilled",
                "Unschedulable",
                "FailedCreate",
                "NotReady",
                "Flapping",
                "WorkloadMissing");
    }

    private static Arbitrary<String> odd() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(8),
                Arbitraries.of(
                        "",
                        " ",
                        "null",
                        "~",
                        "yes",
                        "0x1F",
                        "1e3",
                        "- a",
                        "a: b",
                        "# c",
                        "'",
                        "\"",
                        "{",
                        "&a",
                        "*a",
                        "line one\nline two",
                        "\u001b[31mred",
                        "\u202Eright to left",
                        "\u0000",
                        "\uD83D\uDE80",
                        "trailing ",
                        "%",
                        "@",
                        "2024-01-15T03:00:00Z",
                        "---",
                        "..."));
    }
}
