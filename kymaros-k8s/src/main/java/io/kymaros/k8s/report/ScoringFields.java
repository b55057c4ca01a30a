package io.kymaros.k8s.report;

import io.kymaros.core.evidence.Level;
import io.kymaros.core.policy.Credit;
import io.kymaros.core.policy.ImmutableScoringPolicy;
import io.kymaros.core.policy.LostData;
import io.kymaros.core.policy.ScoringPolicy;
import io.kymaros.core.policy.Unconfigured;
import io.kymaros.k8s.api.NearestName;
import io.kymaros.k8s.api.RestoreTestSpec.Scoring;
import io.kymaros.k8s.api.RestoreTestSpec.Thresholds;
import io.kymaros.k8s.fault.InvalidInputException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A scoring policy as the fields of a resource, and back. */
public final class ScoringFields {
    private static final Pattern TYPE = Pattern.compile("[A-Z][A-Za-z0-9]{0,62}(\\.[a-z0-9.-]{1,253})?");

    private ScoringFields() {}

    /** The fields of a policy. */
    public static Scoring of(ScoringPolicy policy) {
        Map<String, Integer> weights = new LinkedHashMap<>();
        policy.weights().forEach((level, points) -> weights.put(level.toString(), points));
        return new Scoring(
                null,
                weights,
                new Thresholds(policy.passThreshold(), policy.partialThreshold()),
                texts(policy.credits()),
                texts(policy.unconfigured()),
                policy.lostData().toString(),
                policy.requiredLevels().stream().map(Level::toString).toList(),
                policy.scoredResourceTypes().equals(ScoringPolicy.standard().scoredResourceTypes())
                        ? null
                        : policy.scoredResourceTypes());
    }

    private static Map<String, String> texts(Map<Level, ?> byLevel) {
        Map<String, String> texts = new LinkedHashMap<>();
        byLevel.forEach((level, value) -> texts.put(level.toString(), value.toString()));
        return texts;
    }

    /**
     * The policy that the fields describe; what they leave out is as in the standard policy.
     *
     * @param subject the object that holds them, for messages
     * @param path where it holds them, for example {@code spec.scoring}
     * @throws InvalidInputException naming the field that can't be
     */
    public static ScoringPolicy policy(String subject, String path, @Nullable Scoring fields) {
        return fields == null ? ScoringPolicy.standard() : new Reading(subject, path).policy(fields);
    }

    /** One reading; it knows what to call things in its messages. */
    private record Reading(String subject, String path) {
        ScoringPolicy policy(Scoring fields) {
            ImmutableScoringPolicy.Builder builder = ScoringPolicy.builder();
            Optional.ofNullable(fields.policy()).ifPresent(name -> builder.from(named(name)));
            if (fields.weights() != null) {
                Map<Level, Integer> weights = new LinkedHashMap<>();
                fields.weights().forEach((name, points) -> {
                    if (points == null) {
                        throw new InvalidInputException(subject, path + ".weights", name + " has no points");
                    }
                    weights.put(level("weights", name), points);
                });
                builder.weights(weights);
            }
            if (fields.thresholds() != null) {
                Optional.ofNullable(fields.thresholds().pass()).ifPresent(builder::passThreshold);
                Optional.ofNullable(fields.thresholds().partial()).ifPresent(builder::partialThreshold);
            }
            byLevel("credit", Credit.values(), fields.credit()).forEach(builder::putCredits);
            byLevel("unconfigured", Unconfigured.values(), fields.unconfigured())
                    .forEach(builder::putUnconfigured);
            if (fields.lostData() != null) {
                builder.lostData(constant("lostData", LostData.values(), fields.lostData()));
            }
            List<String> required = fields.requiredLevels() == null ? List.of() : fields.requiredLevels();
            required.forEach(name -> builder.addRequiredLevels(level("requiredLevels", name)));
            if (fields.scoredResourceTypes() != null) {
                builder.scoredResourceTypes(types(fields.scoredResourceTypes()));
            }
            try {
                return builder.build();
            } catch (IllegalArgumentException e) {
                throw new InvalidInputException(subject, path, String.valueOf(e.getMessage()));
            }
        }

        private List<String> types(List<@Nullable String> types) {
            for (String type : types) {
                if (type == null || !TYPE.matcher(type).matches()) {
                    throw new InvalidInputException(
                            subject,
                            path + ".scoredResourceTypes",
                            type + " is not a kind; write for example Ingress, or Widget.example.org");
                }
            }
            if (types.isEmpty()) {
                throw new InvalidInputException(
                        subject, path + ".scoredResourceTypes", "is empty; name a type, or leave it out");
            }
            return types.stream().map(Objects::requireNonNull).distinct().toList();
        }

        private ScoringPolicy named(String name) {
            return ScoringPolicy.named(name)
                    .orElseThrow(() -> new InvalidInputException(
                            subject,
                            path + ".policy",
                            name + " is not known; use one of " + String.join(", ", ScoringPolicy.NAMES)));
        }

        private <T> Map<Level, T> byLevel(String field, T[] constants, @Nullable Map<String, @Nullable String> texts) {
            Map<Level, T> values = new LinkedHashMap<>();
            if (texts != null) {
                texts.forEach(
                        (name, text) -> values.put(level(field, name), constant(field + "." + name, constants, text)));
            }
            return values;
        }

        private Level level(String field, @Nullable String name) {
            return constant(field, Level.values(), name);
        }

        private <T> T constant(String field, T[] constants, @Nullable String text) {
            return Arrays.stream(constants)
                    .filter(constant -> constant.toString().equals(text))
                    .findFirst()
                    .orElseThrow(() -> {
                        List<String> known =
                                Arrays.stream(constants).map(Objects::toString).toList();
                        String hint = NearestName.of(String.valueOf(text), known)
                                .map(near -> "; did you mean " + near + "?")
                                .orElse("; use one of " + String.join(", ", known));
                        return new InvalidInputException(subject, path + "." + field, text + " is not known" + hint);
                    });
        }
    }
}
