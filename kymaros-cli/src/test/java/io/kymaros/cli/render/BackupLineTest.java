package io.kymaros.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.kymaros.k8s.api.RestoreReportStatus.Backup;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackupLineTest {
    private static final String TIME = "2026-03-02T02:00:04Z";

    @Test
    void nameTimeAgeAndNamespaces() {
        assertThat(BackupLine.of(new Backup("shop-1", "u", TIME, 3597L, null, List.of("shop", "cart"))))
                .isEqualTo("shop-1, data of 2026-03-02T02:00:04Z, 59m57s old, namespace shop, cart");
    }

    @Test
    void reportsOfEarlierVersionsAndOddOnesSayWhatTheyKnow() {
        assertThat(BackupLine.of(new Backup("shop-1", null, TIME, null, null, null)))
                .isEqualTo("shop-1, data of 2026-03-02T02:00:04Z");
        assertThat(BackupLine.of(new Backup("shop-1", null, TIME, -5L, null, null)))
                .isEqualTo("shop-1, data of 2026-03-02T02:00:04Z");
        assertThat(BackupLine.of(new Backup("shop-1", null, null, 7L, null, null)))
                .isEqualTo("shop-1");
    }
}
