package io.kymaros.core.report;

import io.kymaros.core.level.Finding;
import org.immutables.value.Value;

/** A finding as a report states it; empty where it leaves something out. */
@Value.Immutable
public interface StoredFinding {
    /** The name of the level to which it is said to belong. */
    String level();

    /** The stated reason code. */
    String reason();

    /** The stated severity, as text. */
    String severity();

    /** The object concerned. */
    String object();

    /** What is said to have been observed. */
    String observed();

    /** What is said to be done about it. */
    String remedy();

    /** Starts an empty finding. */
    static ImmutableStoredFinding.Builder builder() {
        return ImmutableStoredFinding.builder();
    }

    /** A finding of a run, as it is to be stored. */
    static StoredFinding of(Finding finding) {
        return builder()
                .level(finding.level().toString())
                .reason(finding.reason())
                .severity(finding.severity().toString())
                .object(finding.object())
                .observed(ReportSize.cut(finding.observed()))
                .remedy(finding.remedy())
                .build();
    }
}
