package io.kymaros.core.report;

import org.immutables.value.Value;

/** Two statements of one report that can't both be true. */
@Value.Immutable
public interface Contradiction {
    /** What kind of contradiction it is. */
    @Value.Parameter
    Code code();

    /** The field that is contradicted, for example {@code status.validationLevels[1].pointsEarned}. */
    @Value.Parameter
    String field();

    /** What the field states. */
    @Value.Parameter
    String stated();

    /** What follows from the rest of the report. */
    @Value.Parameter
    String recomputed();

    /** The contradiction in one sentence. */
    @Value.Derived
    default String message() {
        return field() + " is " + stated() + ", but " + code().rule() + ": " + recomputed();
    }

    /** A contradiction of a field with what was recomputed. */
    static Contradiction of(Code code, String field, Object stated, Object recomputed) {
        return ImmutableContradiction.of(code, field, String.valueOf(stated), String.valueOf(recomputed));
    }

    /** A field that Kymaros always writes, and that is not there. */
    static Contradiction missing(String field, Object expected) {
        return of(Code.FIELD_MISSING, field, "missing", expected);
    }

    /** The kinds of contradictions. A code never changes its meaning. */
    enum Code {
        /** The score is not the sum of the levels' points. */
        SCORE_NOT_SUM("ScoreNotSum", "the levels' points add up otherwise"),
        /** The upper bound is not the sum of the levels' upper bounds. */
        UPPER_BOUND_NOT_SUM("UpperBoundNotSum", "with the inconclusive levels counted as full it is otherwise"),
        /** The result does not follow from the points. */
        RESULT_DIFFERS("ResultDiffers", "the points and thresholds give another result"),
        /** The report has a score, and a reason why it can't have one. */
        SCORE_OF_NO_RUN("ScoreOfNoRun", "a run that could not be performed has no score"),
        /** The summary states another score or result. */
        SUMMARY_DIFFERS("SummaryDiffers", "the report states otherwise"),
        /** There is no such level. */
        LEVEL_UNKNOWN("LevelUnknown", "the levels are"),
        /** The level occurs more than once. */
        LEVEL_REPEATED("LevelRepeated", "the level occurs above already"),
        /** The level's points are not those of the policy. */
        WEIGHT_DIFFERS("WeightDiffers", "the policy gives the level another weight"),
        /** The levels' points don't add up to 100. */
        WEIGHTS_NOT_HUNDRED("WeightsNotHundred", "the levels' points must add up to 100"),
        /** The level earned less than nothing, or more than it can. */
        POINTS_OUT_OF_RANGE("PointsOutOfRange", "a level earns from 0 to its maximum"),
        /** The level's points don't follow from its details. */
        POINTS_DIFFER("PointsDiffer", "the level's details give other points"),
        /** Whether the level passed does not follow from its points. */
        PASSED_DIFFERS("PassedDiffers", "the level's points and the Pass threshold say otherwise"),
        /** The outcome does not follow from points and reason. */
        OUTCOME_DIFFERS("OutcomeDiffers", "the level's points and reason say otherwise"),
        /** The reason does not follow from the level's details. */
        REASON_DIFFERS("ReasonDiffers", "the level's details say otherwise"),
        /** Counts that can't be. */
        COUNT_IMPOSSIBLE("CountImpossible", "a count is not negative"),
        /** Whether a resource type matched does not follow from its counts. */
        MATCHED_DIFFERS("MatchedDiffers", "the counts say otherwise"),
        /** The level's message states other counts than its details. */
        MESSAGE_DIFFERS("MessageDiffers", "the details say otherwise"),
        /** Compliance does not follow from measured time and objective. */
        COMPLIANCE_DIFFERS("ComplianceDiffers", "measured time and objective say otherwise"),
        /** A measured time or an objective that can't be. */
        RTO_IMPOSSIBLE("RtoImpossible", "it can't be"),
        /** The measured time is not the time between start and end of the run. */
        RTO_NOT_ELAPSED("RtoNotElapsed", "between start and end of the run passed otherwise"),
        /** The run ended before it started. */
        COMPLETED_BEFORE_STARTED("CompletedBeforeStarted", "the run started later"),
        /** The report object is older than the run. */
        CREATED_BEFORE_STARTED("CreatedBeforeStarted", "the run started only later"),
        /** A report in the form that Kymaros writes has no such field, and Kymaros always writes it. */
        FIELD_MISSING("FieldMissing", "Kymaros always writes it"),
        /** The field is there, and Kymaros writes none in such a report. */
        FIELD_UNEXPECTED("FieldUnexpected", "Kymaros writes no such field here"),
        /** One of the six levels is not there. */
        LEVEL_MISSING("LevelMissing", "each level is listed"),
        /** The levels stand in another order than Kymaros writes them. */
        LEVEL_OUT_OF_ORDER("LevelOutOfOrder", "the levels' order is"),
        /** The resource type occurs more than once. */
        TYPE_REPEATED("TypeRepeated", "no resource type is listed twice"),
        /** The names of the objects that did not come back are not those of the counts and findings. */
        MISSING_DIFFERS("MissingDiffers", "counts and findings say otherwise"),
        /** A finding follows from nothing that the report states. */
        FINDING_UNFOUNDED("FindingUnfounded", "the levels' details say otherwise"),
        /** What the report states has no finding. */
        FINDING_MISSING("FindingMissing", "the levels' details need a finding"),
        /** A list says that it is cut, and isn't as long as one that is. */
        LIST_SHORTENED("ListShortened", "the report has"),
        /** A list is longer than Kymaros writes any. */
        LIST_TOO_LONG("ListTooLong", "Kymaros cuts its lists"),
        /** The parts of the recovery time don't add up to it. */
        PARTS_NOT_SUM("PartsNotSum", "its parts add up otherwise"),
        /** The age of the backup's data is not the time from the backup to the run. */
        AGE_DIFFERS("AgeDiffers", "from the backup's start to that of the run passed otherwise"),
        /** The backup was complete before it started. */
        BACKUP_COMPLETED_BEFORE_STARTED("BackupCompletedBeforeStarted", "the backup started later"),
        /** What the contents were compared with does not follow from the namespaces that are gone. */
        BASELINE_DIFFERS("BaselineDiffers", "the namespaces that are gone say otherwise"),
        /** The digest of the evidence is none. */
        DIGEST_MALFORMED("DigestMalformed", "a digest has"),
        /** The time in a name is not that of the run. */
        NAME_DIFFERS("NameDiffers", "the run started otherwise"),
        /** A condition does not fit the verdict. */
        CONDITION_DIFFERS("ConditionDiffers", "the verdict says otherwise");

        private final String text;
        private final String rule;

        Code(String text, String rule) {
            this.text = text;
            this.rule = rule;
        }

        /** The rule that is broken, as part of a sentence. */
        String rule() {
            return rule;
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
