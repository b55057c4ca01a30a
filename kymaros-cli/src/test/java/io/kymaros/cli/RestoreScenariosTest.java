package io.kymaros.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kymaros.cli.Shell.Said;
import io.kymaros.k8s.api.RestoreReportStatus;
import io.kymaros.testcluster.TestCluster;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What complete, incomplete and broken backups score. */
class RestoreScenariosTest extends Scenarios {
    RestoreScenariosTest(TestCluster cluster) {
        super(cluster);
    }

    @Test
    void aCompleteBackupScores100() {
        new Shop(cluster, "complete").deploy().backUp();
        test("complete", "shop", "15m", "");

        Said said = run("complete");

        RestoreReportStatus status =
                documented("Everything that the namespace holds comes back, starts, and answers", "complete");
        assertThat(said.exitCode()).as(said.err()).isZero();
        assertThat(status.score()).isEqualTo(100);
        assertThat(status.result()).isEqualTo("Pass");
        assertThat(points(status)).containsExactly(25, 20, 20, 20, 10, 5);
        assertThat(level(status, "PodStartup").message()).isEqualTo("All 5 pods reached Running/Ready state");
        assertThat(level(status, "HealthChecks").message()).isEqualTo("3/3 health checks passed");
        assertThat(level(status, "CrossNSDependencies").message()).isEqualTo("1/1 external dependency reachable");
        assertThat(status.rto().compliant()).isTrue();
        assertThat(status.conditions())
                .extracting(condition -> condition.getType() + "=" + condition.getStatus())
                .containsExactlyInAnyOrder("Completed=True", "SandboxCleaned=True");
        assertThat(said.out()).contains("Pass 100/100");
        assertThat(said.err())
                .contains("next: kymaros describe "
                        + newestReport("complete").getMetadata().getName());
    }

    @Test
    void aSecretThatTheBackupLeftOutCostsTwoPoints() {
        Shop shop = new Shop(cluster, "filtered").deploy();
        cluster.kubectl("-n", "filtered", "label", "secret", "secret-4", "velero.io/exclude-from-backup=true")
                .orFail();
        shop.backUp();
        test("filtered", "shop", "15m", "");

        Said said = run("filtered");

        RestoreReportStatus status =
                documented("One of eight Secrets is labelled to be left out of backups", "filtered");
        assertThat(said.exitCode()).as(said.err()).isZero();
        assertThat(status.score()).isEqualTo(98);
        assertThat(level(status, "Completeness").pointsEarned()).isEqualTo(18);
        assertThat(level(status, "Completeness").passed()).isTrue();
        assertThat(level(status, "Completeness").message())
                .isEqualTo("4/5 resource types matched exactly; Secrets: 7/8");
        assertThat(losses(status)).singleElement().satisfies(finding -> {
            assertThat(finding.reason()).isEqualTo("CompletenessObjectNotInBackup");
            assertThat(finding.object()).isEqualTo("Secret/secret-4");
        });
    }

    @Test
    void whatWasCreatedOrDeletedAfterTheBackupIsNoLoss() {
        new Shop(cluster, "drifted").deploy().backUp();
        cluster.kubectl("-n", "drifted", "create", "secret", "generic", "created-later")
                .orFail();
        cluster.kubectl("-n", "drifted", "delete", "configmap", "config-2").orFail();
        test("drifted", "shop", "15m", "");

        Said said = run("drifted");

        assertThat(said.exitCode()).as(said.err()).isZero();
        assertThat(documented("A Secret is created and a ConfigMap deleted after the backup", "drifted")
                        .score())
                .isEqualTo(100);
    }

    @Test
    void aCrashLoopingPodIsNamedAndCostsTheLevel() {
        new Shop(cluster, "crashing").with("worker", "crash-loop").deploy().backUp();
        test("crashing", "shop", "15m", "");

        Said said = run("crashing", "--fail-under", "97");

        RestoreReportStatus status = documented("One of five pods crashes again and again", "crashing");
        assertThat(said.exitCode()).as(said.err()).isEqualTo(1);
        assertThat(level(status, "PodStartup").pointsEarned()).isZero();
        assertThat(level(status, "PodStartup").passed()).isFalse();
        assertThat(status.score()).isEqualTo(80);
        assertThat(losses(status)).singleElement().satisfies(finding -> {
            assertThat(finding.object()).contains("worker-");
            assertThat(finding.observed()).contains("CrashLoopBackOff", "exit code 1", "6 restarts");
        });
    }

    @Test
    void aFailingHealthCheckCostsTheLevel() {
        new Shop(cluster, "unhealthy").deploy().backUp();
        test("unhealthy", "one-fails", "15m", "");

        Said said = run("unhealthy");

        RestoreReportStatus status = documented("One of three health checks gets another status", "unhealthy");
        assertThat(said.exitCode()).as(said.err()).isEqualTo(1);
        assertThat(level(status, "HealthChecks").pointsEarned()).isZero();
        assertThat(status.score()).isEqualTo(80);
        assertThat(losses(status)).singleElement().satisfies(finding -> assertThat(finding.observed())
                .contains("status 404, expected 200"));
    }

    @Test
    void aRestoreWithErrorsEarnsNoIntegrityPoints() {
        AdmissionPolicy.refuseOutside(
                cluster, "refused", "configmaps", "object.metadata.name == 'poison'", "'poison is not allowed here'");
        Shop shop = new Shop(cluster, "refused").deploy();
        cluster.kubectl("-n", "refused", "create", "configmap", "poison").orFail();
        shop.backUp();
        test("refused", "shop", "15m", "");

        Said said = run("refused");

        RestoreReportStatus status = documented(
                "An admission policy of the cluster refuses one ConfigMap, so that Velero ends PartiallyFailed",
                "refused");
        assertThat(said.exitCode()).as(said.err()).isEqualTo(1);
        assertThat(points(status)).containsExactly(0, 18, 20, 20, 10, 5);
        assertThat(status.score()).isEqualTo(73);
        assertThat(status.result()).isEqualTo("Partial");
        assertThat(losses(status)).anySatisfy(finding -> {
            assertThat(finding.object()).isEqualTo("ConfigMap/poison");
            assertThat(finding.observed()).contains("poison is not allowed here");
        });
    }

    @Test
    void aCorruptBackupFailsAndHasAReport() {
        new Shop(cluster, "corrupt").deploy().backUp();
        store("velero/backups/corrupt/corrupt.tar.gz", "not a backup".getBytes(StandardCharsets.UTF_8));
        test("corrupt", "shop", "15m", "");

        Said said = run("corrupt");

        RestoreReportStatus status = documented("The backup's file in the object store is damaged", "corrupt");
        assertThat(said.exitCode()).as(said.err() + said.out()).isEqualTo(1);
        assertThat(status.result()).isEqualTo("Fail");
        assertThat(level(status, "RestoreIntegrity").pointsEarned()).isZero();
        assertThat(level(status, "Completeness").pointsEarned()).isZero();
        assertThat(level(status, "PodStartup").pointsEarned()).isZero();
    }

    @Test
    void aRecoveryThatTakesTooLongCostsFivePoints() {
        new Shop(cluster, "late").with("worker", "slow").deploy().backUp();
        test("late", "shop", "1s", "");

        Said said = run("late");

        RestoreReportStatus status = documented("A pod needs longer than the recovery time objective allows", "late");
        assertThat(said.exitCode()).as(said.err()).isZero();
        assertThat(status.score()).isEqualTo(95);
        assertThat(status.rto().compliant()).isFalse();
        assertThat(status.rto().measuredSeconds()).isGreaterThanOrEqualTo(3);
    }

    @Test
    void aMissingBackupIsInconclusiveAndHasAReport() {
        cluster.kubectl("create", "namespace", "unbacked").orFail();
        test("unbacked", "shop", "15m", "");

        Said said = run("unbacked");

        RestoreReportStatus status = documented("The named backup does not exist", "unbacked");
        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(status.score()).isNull();
        assertThat(status.result()).isEqualTo("Inconclusive");
        assertThat(status.reason()).isEqualTo("BackupNotFound");
        assertThat(status.validationLevels()).isNullOrEmpty();
        assertThat(status.summary()).contains("unbacked");
    }

    @Test
    void latestIsTheNewestCompletedBackup() {
        new Shop(cluster, "twice").deploy().backUp();
        cluster.velero("backup", "create", "twice-again", "--include-namespaces", "twice", "--wait")
                .orFail();
        cluster.apply(testYaml("newest", "latest", "twice", "shop", "15m", ""));

        Said said = run("newest");

        assertThat(said.exitCode()).as(said.err()).isZero();
        assertThat(documented("The latest of two backups is asked for", "newest")
                        .backup()
                        .name())
                .isEqualTo("twice-again");
    }

    @Test
    void newerBackupsThatFailedAreNamed() {
        new Shop(cluster, "stale").deploy().backUp();
        for (String pod : cluster.kubectl("-n", "stale", "get", "pods", "-l", "app=web", "-o", "name")
                .orFail()
                .lines()
                .toList()) {
            cluster.kubectl(
                            "-n",
                            "stale",
                            "annotate",
                            pod,
                            "pre.hook.backup.velero.io/command=[\"/bin/false\"]",
                            "pre.hook.backup.velero.io/on-error=Fail")
                    .orFail();
        }
        for (String name : new String[] {"stale-2", "stale-3"}) {
            cluster.velero("backup", "create", name, "--include-namespaces", "stale", "--wait");
            assertThat(cluster.kubectl("-n", "velero", "get", "backup", name, "-o", "jsonpath={.status.phase}")
                            .orFail())
                    .isEqualTo("PartiallyFailed");
        }
        cluster.apply(testYaml("stale", "latest", "stale", "shop", "15m", ""));

        Said said = run("stale");

        assertThat(said.exitCode()).as(said.err()).isZero();
        RestoreReportStatus status =
                documented("The latest backup is asked for, and two newer ones failed in part: noted", "stale");
        assertThat(status.backup().name()).isEqualTo("stale");
        assertThat(findings(status)).anySatisfy(finding -> {
            assertThat(finding.reason()).isEqualTo("NewerBackupsPassedOver");
            assertThat(finding.observed())
                    .isEqualTo(
                            "2 newer backups were passed over: stale-3 is PartiallyFailed; stale-2 is PartiallyFailed");
        });
    }

    @Test
    void withoutAPolicyOrAnSlaNothingIsEarnedForThem() {
        new Shop(cluster, "bare").deploy().backUp();
        cluster.apply("""
                apiVersion: restore.kymaros.io/v1alpha1
                kind: RestoreTest
                metadata: {name: bare, namespace: kymaros-system}
                spec: {backupSource: {backupName: bare}, sandbox: {ttl: 30s}}
                """);

        Said said = run("bare");

        RestoreReportStatus status = documented("Neither health checks nor an objective are configured", "bare");
        assertThat(said.exitCode()).as(said.err()).isEqualTo(1);
        assertThat(points(status)).containsExactly(25, 20, 20, 0, 10, 0);
        assertThat(level(status, "HealthChecks").outcome()).isEqualTo("NotConfigured");
        assertThat(level(status, "RTOCompliance").outcome()).isEqualTo("NotConfigured");
    }

    @Test
    void whereVeleroIsNotTheReportSaysSo() {
        cluster.apply(testYaml("elsewhere", "latest", "default", "shop", "15m", "")
                .replace("backupName: latest", "backupName: latest, veleroNamespace: platform"));
        Said said = run("elsewhere");
        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(documented("Velero is not in the namespace that the test names", "elsewhere")
                        .result())
                .isEqualTo("Inconclusive");
        assertThat(newestReport("elsewhere").getStatus().summary()).contains("platform");
    }
}
