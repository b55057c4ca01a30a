package io.kymaros.cli.render;

import io.kymaros.core.evidence.DurationText;
import io.kymaros.k8s.api.RestoreReportStatus.Backup;
import java.util.Optional;

/** The backup under test in one line. */
final class BackupLine {
    private BackupLine() {}

    /** Name, point in time and age of the data, and namespaces, as far as they are known. */
    static String of(Backup backup) {
        return backup.name()
                + data(backup).map(data -> ", data of " + data).orElse("")
                + (backup.namespaces() == null ? "" : ", namespace " + String.join(", ", backup.namespaces()));
    }

    /** Point in time and age of the data, for example {@code 2026-03-02T02:00:04Z, 59m57s old}; empty if not known. */
    static Optional<String> data(Backup backup) {
        Long age = backup.ageSeconds();
        // A stored report is not to be trusted: a number that can't be is not shown.
        String old = age == null || age < 0 ? "" : ", " + DurationText.of(age) + " old";
        return Optional.ofNullable(backup.startedAt()).map(time -> time + old);
    }
}
