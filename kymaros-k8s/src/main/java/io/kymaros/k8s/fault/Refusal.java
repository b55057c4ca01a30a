package io.kymaros.k8s.fault;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Why an API server did not take an object: the one catalogue of its answers. What counts is the form of the answer and
 * the server's own words. What it quotes is data of the object, and what follows a denial is a webhook's or a policy's own
 * text; both may hold any words.
 */
public enum Refusal {
    /** An admission webhook denied the request. */
    DENIED_BY_WEBHOOK,
    /** A ValidatingAdmissionPolicy denied the request. */
    DENIED_BY_POLICY,
    /** A port or an address that another object of the cluster holds, or that only a sandbox's Service may not have. */
    TAKEN,
    /** The object itself is wrong. */
    INVALID,
    /** A ResourceQuota is used up, or wants limits that the object does not state. */
    QUOTA,
    /** The namespace's pod security level forbids the pod. */
    POD_SECURITY,
    /** The namespace is on its way out. */
    TERMINATING,
    /** A webhook could not be asked. */
    WEBHOOK_NOT_REACHED,
    /** The pod's service account is missing. */
    ACCOUNT_MISSING,
    /** The pod's PriorityClass or RuntimeClass is missing. */
    CLASS_MISSING,
    /** A LimitRange forbids what the pod asks for. */
    LIMIT_RANGE,
    /** The API server, or its store, could not be reached or had no time. */
    API_NOT_REACHED,
    /** None of these. */
    OTHER;

    /** What the server quotes; a message that was cut may end within a quotation. */
    private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+(?:\"|\\\\?$)", Pattern.DOTALL);

    /** Where, in a list of causes, the next one starts: at a field's path and the kind of its error. */
    private static final Pattern NEXT_CAUSE = Pattern.compile(
            ", (?=[a-z][\\w.\\[\\]/-]*: (?:invalid value|forbidden|required value|duplicate value|unsupported value"
                    + "|not found|too long|too many|too few|internal error)\\b)");

    private static final List<String> TAKEN_CAUSES = List.of(
            "provided port is already allocated",
            "provided ip is already allocated",
            "nodeport: forbidden: may not be used when `type` is 'clusterip'");

    private static final List<String> API_CAUSES = List.of(
            "connection refused",
            "connection reset by peer",
            "i/o timeout",
            "context deadline exceeded",
            "tls handshake timeout",
            "etcdserver: ",
            "too many requests",
            "the server is currently unable to handle the request",
            "the server was unable to return a response in the time allotted");

    /** The kind of a server's answer. */
    public static Refusal of(String answer) {
        String said = QUOTED.matcher(answer).replaceAll("\"\"").toLowerCase(Locale.ROOT);
        if (said.contains("denied the request")) {
            return DENIED_BY_WEBHOOK;
        }
        if (said.contains("validatingadmissionpolicy") || said.contains("denied request")) {
            return DENIED_BY_POLICY;
        }
        int causes = said.indexOf(" is invalid: ");
        if (causes >= 0) {
            return Stream.of(NEXT_CAUSE.split(said.substring(causes))).allMatch(cause -> any(TAKEN_CAUSES, cause))
                    ? TAKEN
                    : INVALID;
        }
        return ofOtherForm(said);
    }

    private static Refusal ofOtherForm(String said) {
        if (said.contains("exceeded quota") || said.contains("failed quota")) {
            return QUOTA;
        }
        if (said.contains("violates podsecurity")) {
            return POD_SECURITY;
        }
        if (said.contains("because it is being terminated")) {
            return TERMINATING;
        }
        if (said.contains("calling webhook")) {
            return WEBHOOK_NOT_REACHED;
        }
        if (said.contains("service account") || said.contains("serviceaccount")) {
            return ACCOUNT_MISSING;
        }
        if (said.contains("priorityclass") || said.contains("runtimeclass")) {
            return CLASS_MISSING;
        }
        if (any(List.of("usage per pod", "usage per container", "limit to request ratio"), said)) {
            return LIMIT_RANGE;
        }
        return any(API_CAUSES, said) ? API_NOT_REACHED : OTHER;
    }

    private static boolean any(List<String> words, String said) {
        return words.stream().anyMatch(said::contains);
    }
}
