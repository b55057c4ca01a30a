package io.kymaros.k8s.document;

import static io.kymaros.k8s.document.Form.COUNT;
import static io.kymaros.k8s.document.Form.TEXT;

import io.kymaros.core.evidence.Level;
import io.kymaros.core.level.LevelOutcome;
import io.kymaros.core.policy.Credit;
import io.kymaros.core.policy.ImmutableScoringPolicy;
import io.kymaros.core.policy.LostData;
import io.kymaros.core.policy.ScoringPolicy;
import io.kymaros.core.policy.Unconfigured;
import io.kymaros.core.score.Result;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The fields of the document around the evidence. The policy has the shape of {@code spec.scoring} of a RestoreTest. */
final class DocumentForms {
    private static final ScoringPolicy STANDARD = ScoringPolicy.standard();

    private static final Form<ScoringPolicy> POLICY = Shape.of(
                    ScoringPolicy.class, ScoringPolicy::builder, ImmutableScoringPolicy.Builder::build)
            .usually(
                    STANDARD.weights(),
                    "weights",
                    Form.by(Level.class, COUNT),
                    ScoringPolicy::weights,
                    ImmutableScoringPolicy.Builder::weights)
            .usually(
                    thresholds(STANDARD),
                    "thresholds",
                    Form.by(Threshold.class, COUNT),
                    DocumentForms::thresholds,
                    DocumentForms::setThresholds)
            .usually(
                    STANDARD.credits(),
                    "credit",
                    Form.by(Level.class, Form.constant(Credit.class)),
                    ScoringPolicy::credits,
                    ImmutableScoringPolicy.Builder::credits)
            .usually(
                    STANDARD.unconfigured(),
                    "unconfigured",
                    Form.by(Level.class, Form.constant(Unconfigured.class)),
                    ScoringPolicy::unconfigured,
                    ImmutableScoringPolicy.Builder::unconfigured)
            .usually(
                    STANDARD.lostData(),
                    "lostData",
                    Form.constant(LostData.class),
                    ScoringPolicy::lostData,
                    ImmutableScoringPolicy.Builder::lostData)
            .list(
                    "requiredLevels",
                    EvidenceForms.LEVEL,
                    policy -> List.copyOf(policy.requiredLevels()),
                    ImmutableScoringPolicy.Builder::requiredLevels)
            .usually(
                    STANDARD.scoredResourceTypes(),
                    "scoredResourceTypes",
                    Form.list(TEXT),
                    ScoringPolicy::scoredResourceTypes,
                    ImmutableScoringPolicy.Builder::scoredResourceTypes);

    private static final Form<Expectation> EXPECTATION = Shape.of(
                    Expectation.class, Expectation::builder, ImmutableExpectation.Builder::build)
            .required("result", Form.constant(Result.class), Expectation::result, ImmutableExpectation.Builder::result)
            .optionalCount("score", Expectation::score, ImmutableExpectation.Builder::score)
            .optionalCount(
                    "scoreUpperBound", Expectation::scoreUpperBound, ImmutableExpectation.Builder::scoreUpperBound)
            .usually(
                    Map.of(),
                    "points",
                    Form.by(Level.class, COUNT),
                    Expectation::points,
                    ImmutableExpectation.Builder::points)
            .usually(
                    Map.of(),
                    "outcomes",
                    Form.by(Level.class, Form.constant(LevelOutcome.class)),
                    Expectation::outcomes,
                    ImmutableExpectation.Builder::outcomes)
            .list("reasons", TEXT, Expectation::reasons, ImmutableExpectation.Builder::reasons);

    static final Form<EvidenceDocument> DOCUMENT = Shape.of(
                    EvidenceDocument.class, EvidenceDocument::builder, ImmutableEvidenceDocument.Builder::build)
            .required("apiVersion", TEXT, EvidenceDocument::apiVersion, DocumentForms::setApiVersion)
            .optional("about", TEXT, EvidenceDocument::about, ImmutableEvidenceDocument.Builder::about)
            .optional("reportName", TEXT, EvidenceDocument::reportName, ImmutableEvidenceDocument.Builder::reportName)
            .usually(STANDARD, "policy", POLICY, EvidenceDocument::policy, ImmutableEvidenceDocument.Builder::policy)
            .required(
                    "evidence",
                    EvidenceForms.RUN,
                    EvidenceDocument::evidence,
                    ImmutableEvidenceDocument.Builder::evidence)
            .optional("expected", EXPECTATION, EvidenceDocument::expected, ImmutableEvidenceDocument.Builder::expected);

    private DocumentForms() {}

    private static void setApiVersion(ImmutableEvidenceDocument.Builder document, String apiVersion) {
        if (!apiVersion.equals(EvidenceDocument.API_VERSION)) {
            throw new IllegalArgumentException(
                    "apiVersion \"" + apiVersion + "\" is not known here; expected " + EvidenceDocument.API_VERSION);
        }
    }

    private static Map<Threshold, Integer> thresholds(ScoringPolicy policy) {
        return Map.of(Threshold.PASS, policy.passThreshold(), Threshold.PARTIAL, policy.partialThreshold());
    }

    private static void setThresholds(ImmutableScoringPolicy.Builder policy, Map<Threshold, Integer> thresholds) {
        Optional.ofNullable(thresholds.get(Threshold.PASS)).ifPresent(policy::passThreshold);
        Optional.ofNullable(thresholds.get(Threshold.PARTIAL)).ifPresent(policy::partialThreshold);
    }

    private enum Threshold {
        PASS("pass"),
        PARTIAL("partial");

        private final String text;

        Threshold(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
