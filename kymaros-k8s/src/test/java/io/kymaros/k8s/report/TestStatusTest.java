package io.kymaros.k8s.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.kymaros.k8s.api.RestoreReport;
import io.kymaros.k8s.api.RestoreReportStatus;
import io.kymaros.k8s.api.RestoreReportStatusBuilder;
import io.kymaros.k8s.api.RestoreTest;
import io.kymaros.k8s.api.RestoreTestSpec.BackupSource;
import io.kymaros.k8s.api.RestoreTestSpecBuilder;
import io.kymaros.k8s.api.RestoreTestStatus;
import io.kymaros.k8s.fake.FakeCluster;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TestStatusTest {
    private final FakeCluster cluster = new FakeCluster();
    private final TestStatus status = new TestStatus(cluster.client());

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void testShowsItsLastRun() {
        create();
        status.record("nightly", "shop", report(98, "Pass"));
        assertThat(stored().phase()).isEqualTo("Completed");
        assertThat(stored().lastScore()).isEqualTo(98);
        assertThat(stored().lastResult()).isEqualTo("Pass");
        assertThat(stored().lastReportRef()).isEqualTo("nightly-20240115-0300");
        assertThat(stored().lastRunAt()).isEqualTo("2024-01-15T03:00:01Z");
    }

    @Test
    void scoreOfAnEarlierRunDoesNotStandForOneWithoutAScore() {
        create();
        status.record("nightly", "shop", report(98, "Pass"));
        status.record("nightly", "shop", report(null, "Inconclusive"));
        assertThat(stored().phase()).isEqualTo("Failed");
        assertThat(stored().lastScore()).isNull();
        assertThat(stored().lastResult()).isEqualTo("Inconclusive");
    }

    @Test
    void conflictIsRetried() {
        create();
        cluster.refuse(2, "PUT", "restoretests/nightly/status$", 409, "the object has been modified");
        status.record("nightly", "shop", report(98, "Pass"));
        assertThat(stored().lastScore()).isEqualTo(98);
    }

    @Test
    void testThatIsNotInTheClusterIsNoFault() {
        status.record("nightly", "shop", report(98, "Pass"));
        assertThat(cluster.writes()).isEmpty();
    }

    @Test
    void refusalTakesNothingFromTheReport() {
        create();
        cluster.refuse("PUT", "restoretests/nightly/status$", 403, "forbidden");
        status.record("nightly", "shop", report(98, "Pass"));
        assertThat(Objects.requireNonNull(get()).getStatus()).isNull();
    }

    private void create() {
        RestoreTest test = new RestoreTest();
        test.setMetadata(new ObjectMetaBuilder()
                .withName("nightly")
                .withNamespace("shop")
                .build());
        test.setSpec(new RestoreTestSpecBuilder()
                .backupSource(new BackupSource(null, "latest", null, null, null))
                .build());
        cluster.create(test);
    }

    private RestoreTest get() {
        return cluster.client()
                .resources(RestoreTest.class)
                .inNamespace("shop")
                .withName("nightly")
                .get();
    }

    private RestoreTestStatus stored() {
        return Objects.requireNonNull(get().getStatus());
    }

    private static RestoreReport report(@org.jspecify.annotations.Nullable Integer score, String result) {
        RestoreReport report = new RestoreReport();
        report.setMetadata(new ObjectMetaBuilder()
                .withName("nightly-20240115-0300")
                .withNamespace("shop")
                .build());
        RestoreReportStatus verdict = new RestoreReportStatusBuilder()
                .score(score)
                .result(result)
                .runStartedAt("2024-01-15T03:00:01Z")
                .build();
        report.setStatus(verdict);
        return report;
    }
}
