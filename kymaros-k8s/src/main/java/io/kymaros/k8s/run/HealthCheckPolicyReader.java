package io.kymaros.k8s.run;

import com.google.re2j.PatternSyntaxException;
import io.kymaros.k8s.api.GoDuration;
import io.kymaros.k8s.api.HealthCheckPolicy;
import io.kymaros.k8s.api.HealthCheckPolicySpec.Answer;
import io.kymaros.k8s.api.HealthCheckPolicySpec.Check;
import io.kymaros.k8s.api.HealthCheckPolicySpec.CheckType;
import io.kymaros.k8s.api.HealthCheckPolicySpec.NumberRange;
import io.kymaros.k8s.api.HealthCheckPolicySpec.ResourceRef;
import io.kymaros.k8s.fault.InvalidInputException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes the checks out of a HealthCheckPolicy and refuses those that can't work. */
final class HealthCheckPolicyReader {
    private static final int MAX_CHECKS = 100;
    private static final int MAX_NAME = 63;
    private static final Pattern SERVICE_NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    private final HealthCheckPolicy policy;

    HealthCheckPolicyReader(HealthCheckPolicy policy) {
        this.policy = policy;
    }

    List<Check> checks() {
        if (policy.getSpec() == null
                || policy.getSpec().checks() == null
                || policy.getSpec().checks().isEmpty()) {
            throw refuse("spec.checks", "defines no check; define at least one, or unlink the policy");
        }
        List<Check> checks = policy.getSpec().checks();
        if (checks.size() > MAX_CHECKS) {
            throw refuse("spec.checks", "defines " + checks.size() + " checks; " + MAX_CHECKS + " at most");
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < checks.size(); i++) {
            String field = "spec.checks[" + i + "]";
            Check check = checks.get(i);
            if (check == null) {
                throw refuse(field, "is empty");
            }
            if (check.name() == null || check.name().isBlank()) {
                throw refuse(field + ".name", "is missing");
            }
            if (check.name().length() > MAX_NAME) {
                throw refuse(field + ".name", "is longer than " + MAX_NAME + " characters");
            }
            if (!names.add(check.name())) {
                throw refuse(field + ".name", check.name() + " is used twice");
            }
            requireBlockOfItsType(field, check);
            requireUsableBlock(field, check);
        }
        return checks;
    }

    private void requireBlockOfItsType(String field, Check check) {
        if (check.type() == null) {
            throw refuse(field + ".type", "is missing");
        }
        Map<CheckType, @Nullable Object> blocks = new EnumMap<>(CheckType.class);
        blocks.put(CheckType.podStatus, check.podStatus());
        blocks.put(CheckType.httpGet, check.httpGet());
        blocks.put(CheckType.tcpSocket, check.tcpSocket());
        blocks.put(CheckType.exec, check.exec());
        blocks.put(CheckType.resourceExists, check.resourceExists());
        blocks.forEach((type, block) -> {
            if (type == check.type() && block == null) {
                throw refuse(field + "." + type, "is missing, but the check's type is " + type);
            }
            if (type != check.type() && block != null) {
                throw refuse(field + "." + type, "does not fit the check's type " + check.type());
            }
        });
    }

    private void requireUsableBlock(String field, Check check) {
        if (check.podStatus() != null) {
            String block = field + ".podStatus";
            requirePresent(block + ".labelSelector", check.podStatus().labelSelector());
            requireRange(block + ".minReady", check.podStatus().minReady(), 1, Integer.MAX_VALUE);
            requireDuration(block + ".timeout", check.podStatus().timeout());
        }
        if (check.httpGet() != null) {
            String block = field + ".httpGet";
            requireService(block + ".service", check.httpGet().service());
            requirePort(block + ".port", check.httpGet().port());
            requirePath(block + ".path", check.httpGet().path());
            requireRange(block + ".expectedStatus", check.httpGet().expectedStatus(), 100, 599);
            requireRange(block + ".retries", check.httpGet().retries(), 0, 100);
            requireDuration(block + ".timeout", check.httpGet().timeout());
            requireAnswer(block + ".body", check.httpGet().body());
        }
        if (check.tcpSocket() != null) {
            String block = field + ".tcpSocket";
            requireService(block + ".service", check.tcpSocket().service());
            requirePort(block + ".port", check.tcpSocket().port());
            requireDuration(block + ".timeout", check.tcpSocket().timeout());
        }
        if (check.exec() != null) {
            String block = field + ".exec";
            requirePresent(block + ".podSelector", check.exec().podSelector());
            requirePresent(block + ".command", check.exec().command());
            requireRange(block + ".successExitCode", check.exec().successExitCode(), 0, 255);
            requireDuration(block + ".timeout", check.exec().timeout());
            requireAnswer(block + ".output", check.exec().output());
        }
        if (check.resourceExists() != null) {
            requirePresent(
                    field + ".resourceExists.resources", check.resourceExists().resources());
            for (ResourceRef resource : check.resourceExists().resources()) {
                requirePresent(field + ".resourceExists.resources[].kind", resource.kind());
                requirePresent(field + ".resourceExists.resources[].name", resource.name());
            }
        }
    }

    private void requireAnswer(String field, @Nullable Answer answer) {
        if (answer == null) {
            return;
        }
        if (answer.matches() == null && answer.number() == null && answer.time() == null) {
            throw refuse(field, "expects nothing; write matches, number or time");
        }
        if (answer.number() != null && answer.time() != null) {
            throw refuse(field, "expects a number and a time; write one of them");
        }
        if (answer.matches() != null) {
            requirePattern(field + ".matches", answer.matches());
        }
        NumberRange number = answer.number();
        if (number != null && number.min() == null && number.max() == null) {
            throw refuse(field + ".number", "has no bound; write min, max or both");
        }
        if (number != null && number.min() != null && number.max() != null && number.min() > number.max()) {
            throw refuse(field + ".number", "holds nothing: min " + number.min() + " is above max " + number.max());
        }
        if (answer.time() != null) {
            requirePresent(field + ".time.notOlderThan", answer.time().notOlderThan());
            requireDuration(field + ".time.notOlderThan", answer.time().notOlderThan());
        }
    }

    private void requirePattern(String field, String pattern) {
        try {
            com.google.re2j.Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw refuse(field, "\"" + pattern + "\" is not a regular expression (RE2): " + e.getDescription());
        }
    }

    private void requireService(String field, @Nullable String service) {
        requirePresent(field, service);
        if (!SERVICE_NAME.matcher(String.valueOf(service)).matches()) {
            throw refuse(field, "\"" + service + "\" is not a Service's name; use a-z, 0-9 and -");
        }
    }

    /** A path stays a path: nothing in it may turn the request to another host or add a header. */
    private void requirePath(String field, @Nullable String path) {
        if (path == null) {
            return;
        }
        boolean odd = !path.startsWith("/")
                || path.startsWith("//")
                || path.contains("\\")
                || path.contains("#")
                || path.chars().anyMatch(c -> c <= ' ' || c == 0x7f)
                || !isUriPath(path);
        if (odd) {
            throw refuse(
                    field,
                    "\"" + path + "\" is not a path; it starts with one / and holds no spaces or \\, and odd characters"
                            + " as %xx");
        }
    }

    private static boolean isUriPath(String path) {
        try {
            return "pod".equals(new URI("http://pod" + path).getHost());
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private void requirePort(String field, int port) {
        if (port < 1 || port > 65535) {
            throw refuse(field, port + " is not a port; use 1 to 65535");
        }
    }

    private void requireRange(String field, @Nullable Integer value, int lowest, int highest) {
        if (value != null && (value < lowest || value > highest)) {
            String range = highest == Integer.MAX_VALUE ? lowest + " or more" : lowest + " to " + highest;
            throw refuse(field, value + " is out of range; use " + range);
        }
    }

    private void requireDuration(String field, @Nullable String duration) {
        boolean usable = duration == null
                || GoDuration.parse(duration).filter(d -> !d.isZero()).isPresent();
        if (!usable) {
            throw refuse(field, "\"" + duration + "\" is not a time to wait; write for example 10s or 1m30s");
        }
    }

    private void requirePresent(String field, @Nullable Object value) {
        boolean empty = value == null
                || value instanceof String text && text.isBlank()
                || value instanceof List<?> list
                        && (list.isEmpty() || list.stream().anyMatch(Objects::isNull))
                || value instanceof Map<?, ?> map
                        && (map.isEmpty() || map.values().stream().anyMatch(Objects::isNull));
        if (empty) {
            throw refuse(field, "is missing or empty");
        }
    }

    private InvalidInputException refuse(String field, String problem) {
        return new InvalidInputException(
                "HealthCheckPolicy " + policy.getMetadata().getNamespace() + "/"
                        + policy.getMetadata().getName(),
                field,
                problem);
    }
}
