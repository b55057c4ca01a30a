package io.kymaros.cli;

import static io.kymaros.cli.Shell.kymaros;
import static org.assertj.core.api.Assertions.assertThat;

import io.kymaros.cli.Shell.Said;
import io.kymaros.k8s.api.RestoreReportStatus;
import io.kymaros.k8s.api.RestoreReportStatus.ReportFinding;
import io.kymaros.testcluster.TestCluster;
import io.kymaros.testcluster.TestCluster.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What counts as complete: drift, filters, other types, several namespaces, and what clusters make by themselves. */
class CompletenessScenariosTest extends Scenarios {
    private static final String LEFT_OUT = "velero.io/exclude-from-backup=true";

    CompletenessScenariosTest(TestCluster cluster) {
        super(cluster);
    }

    @Test
    void aSourceThatIsGoneLeavesTheBackupsOwnList() {
        new Shop(cluster, "vanished").deploy().backUp();
        cluster.kubectl("delete", "namespace", "vanished").orFail();
        test("vanished", "shop", "15m", "");

        Said said = run("vanished");

        RestoreReportStatus status = documented("The source namespace is gone", "vanished");
        assertThat(said.exitCode()).as(said.err()).isEqualTo(2);
        assertThat(status.baseline().source()).isEqualTo("Backup");
        assertThat(notes(status)).anySatisfy(note -> assertThat(note).startsWith("CompletenessSourceGone"));
    }

    @Test
    void aSourceThatWasMadeAgainSinceTheBackupExpectsNothingNew() {
        new Shop(cluster, "reborn").deploy().backUp();
        cluster.kubectl("delete", "namespace", "reborn").orFail();
        cluster.kubectl("create", "namespace", "reborn").orFail();
        cluster.kubectl("-n", "reborn", "create", "configmap", "of-another-life")
                .orFail();
        test("reborn", "shop", "15m", CLAIMS_NEVER_BOUND);

        Said said = run("reborn");

        assertThat(said.exitCode()).as(said.err()).isZero();
        assertThat(documented(
                                "The source namespace was deleted after the backup and made again with other objects",
                                "reborn")
                        .baseline()
                        .source())
                .isEqualTo("Backup");
    }

    @Test
    void aTypeThatTheBackupLeftOutEarnsNothing() {
        new Shop(cluster, "keyless").deploy().backUp("--exclude-resources", "secrets");
        test("keyless", "shop", "15m", "");

        Said said = run("keyless");

        RestoreReportStatus status = documented("The backup excludes all Secrets", "keyless");
        assertThat(said.exitCode()).as(said.err()).isZero();
        assertThat(level(status, "Completeness").message())
                .isEqualTo("4/5 resource types matched exactly; Secrets: 0/8");
    }

    @Test
    void aWorkloadOfATypeThatTheBackupLeftOutIsMissed() {
        new Shop(cluster, "setless").deploy().backUp("--exclude-resources", "statefulsets.apps,pods");
        test("setless", "shop", "15m", "");

        run("setless");

        RestoreReportStatus status = documented("The backup excludes StatefulSets and Pods", "setless");
        assertThat(notes(status))
                .contains("CompletenessObjectNotInBackup StatefulSet/postgres: in the source namespace, but not in the"
                        + " backup");
    }

    @Test
    void twoNamespacesAreComparedEachWithItsOwnObjects() {
        Shop shop = new Shop(cluster, "twin").deploy();
        Shop second = new Shop(cluster, "twin-b").deploy();
        cluster.kubectl("-n", "twin-b", "label", "secret", "secret-4", LEFT_OUT).orFail();
        shop.settle();
        second.settle();
        cluster.velero("backup", "create", "twin", "--include-namespaces", "twin,twin-b", "--wait")
                .orFail();
        cluster.apply(testYaml("twin", "twin", "twin}, {name: twin-b", "shop", "15m", ""));

        Said said = run("twin");

        RestoreReportStatus status = documented(
                "Two namespaces with the same names in them; in the second, one Secret is left out of the backup",
                "twin");
        assertThat(said.exitCode()).as(said.err()).isZero();
        assertThat(level(status, "Completeness").message())
                .isEqualTo("4/5 resource types matched exactly; Secrets: 15/16");
    }

    @Test
    void customResourcesAreComparedAndNotScored() {
        // Velero learns of a new kind only every five minutes; this one it has known from its start, and leaves alone
        // here.
        Shop shop = new Shop(cluster, "custom").deploy();
        cluster.apply("""
                apiVersion: velero.io/v1
                kind: Schedule
                metadata: {name: nightly, namespace: custom}
                spec: {schedule: 0 3 * * *, template: {}}
                ---
                apiVersion: velero.io/v1
                kind: Schedule
                metadata: {name: weekly, namespace: custom, labels: {velero.io/exclude-from-backup: "true"}}
                spec: {schedule: 0 4 * * 0, template: {}}
                """);
        shop.backUp();
        test("custom", "shop", "15m", "");

        Said said = run("custom");

        RestoreReportStatus status =
                documented("A custom resource is left out of the backup: noted, not scored", "custom");
        assertThat(said.exitCode()).as(said.err()).isZero();
        assertThat(notes(status))
                .contains(
                        "CompletenessUnscoredType Schedule.velero.io: 0/1 came back; the type is not scored",
                        "CompletenessObjectNotInBackup Schedule.velero.io/weekly: in the source namespace, but not in the"
                                + " backup");
    }

    @Test
    void permissionsThatAreMissingAreNoted() {
        Shop shop = new Shop(cluster, "powerless").deploy();
        cluster.apply("""
                apiVersion: v1
                kind: ServiceAccount
                metadata: {name: api, namespace: powerless, labels: {velero.io/exclude-from-backup: "true"}}
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: Role
                metadata: {name: reader, namespace: powerless, labels: {velero.io/exclude-from-backup: "true"}}
                rules: [{apiGroups: [""], resources: [configmaps], verbs: [get]}]
                """);
        shop.backUp();
        test("powerless", "shop", "15m", "");

        Said said = run("powerless");

        RestoreReportStatus status =
                documented("A ServiceAccount and a Role are left out of the backup: noted, not scored", "powerless");
        assertThat(said.exitCode()).as(said.err()).isZero();
        assertThat(notes(status))
                .contains(
                        "CompletenessObjectNotInBackup ServiceAccount/api: in the source namespace, but not in the backup",
                        "CompletenessObjectNotInBackup Role/reader: in the source namespace, but not in the backup");
    }

    @Test
    void whatHasAnOwnerIsNotMadeAgainForThat() {
        Shop shop = new Shop(cluster, "operated").deploy();
        String owner =
                "{\"metadata\": {\"labels\": {\"velero.io/exclude-from-backup\": \"true\"}, \"ownerReferences\": ["
                        + "{\"apiVersion\": \"apps/v1\", \"kind\": \"StatefulSet\", \"name\": \"postgres\", \"controller\": true,"
                        + " \"uid\": \""
                        + cluster.kubectl(
                                        "-n",
                                        "operated",
                                        "get",
                                        "statefulset",
                                        "postgres",
                                        "-o",
                                        "jsonpath={.metadata.uid}")
                                .orFail()
                        + "\"}]}}";
        for (String object : List.of("secret/secret-1", "configmap/config-1", "persistentvolumeclaim/uploads")) {
            cluster.kubectl("-n", "operated", "patch", object, "--type=merge", "-p", owner)
                    .orFail();
        }
        shop.backUp();
        test("operated", "shop", "15m", "");

        Said said = run("operated");

        RestoreReportStatus status = documented(
                "A Secret, a ConfigMap and a claim of a StatefulSet are left out of the backup; nothing makes them again",
                "operated");
        assertThat(said.exitCode()).as(said.err()).isEqualTo(1);
        assertThat(status.baseline().normalised())
                .contains(
                        "ConfigMap/kube-root-ca.crt: the cluster makes it in every namespace",
                        "Pod: not compared where controllers made them, with names of their own",
                        "ServiceAccount/default: the cluster makes it in every namespace");
    }

    @Test
    void eachRefusedObjectHasVelerosOwnReason() {
        AdmissionPolicy.refuseOutside(
                cluster,
                "denied",
                "secrets, configmaps",
                "object.metadata.name.startsWith('locked')",
                "'refused as ' + object.kind + ' of length ' + string(size(object.metadata.name))");
        Shop shop = new Shop(cluster, "denied").deploy();
        for (String name : List.of("locked-22", "locked", "locked-2")) {
            cluster.kubectl("-n", "denied", "create", "secret", "generic", name).orFail();
        }
        cluster.kubectl("-n", "denied", "create", "configmap", "locked").orFail();
        shop.backUp();
        test("denied", "shop", "15m", "");

        run("denied");

        RestoreReportStatus status =
                documented("An admission policy refuses three Secrets and a ConfigMap with names alike", "denied");
        assertThat(reasonOf(status, "Secret/locked")).contains("/locked: ", "refused as Secret of length 6");
        assertThat(reasonOf(status, "Secret/locked-2")).contains("/locked-2: ", "refused as Secret of length 8");
        assertThat(reasonOf(status, "Secret/locked-22")).contains("/locked-22: ", "refused as Secret of length 9");
        assertThat(reasonOf(status, "ConfigMap/locked")).contains("/locked: ", "refused as ConfigMap of length 6");
    }

    @Test
    void aJobThatHadCompletedIsNotExpectedBack() {
        Shop shop = new Shop(cluster, "finished").deploy();
        for (String job : List.of("migrate", "tidied")) {
            cluster.kubectl("-n", "finished", "create", "job", job, "--image=example/migrate")
                    .orFail();
        }
        cluster.kubectl("-n", "finished", "wait", "--for=condition=Complete", "job", "--all", "--timeout=60s")
                .orFail();
        shop.backUp();
        cluster.kubectl("-n", "finished", "delete", "job", "tidied").orFail();
        test("finished", "shop", "15m", "");

        Said said = run("finished");

        RestoreReportStatus status =
                documented("Two Jobs had completed, and one was tidied away after the backup", "finished");
        assertThat(said.exitCode()).as(said.err()).isZero();
        assertThat(status.baseline().normalised())
                .contains(
                        "Job/migrate: has ended; a restore doesn't run it again",
                        "Job/tidied: neither restored nor refused, and gone from the source: most likely it had"
                                + " completed");
        assertThat(notes(status)).noneMatch(note -> note.contains("Job"));
    }

    @Test
    void aScoredTypeThatCanNotBeListedIsNotBlamedOnTheBackup(@TempDir Path folder) throws IOException {
        new Shop(cluster, "unseen").deploy().backUp();
        test("unseen", "shop", "15m", "");

        Said said = kymaros(
                "run",
                "unseen",
                "-n",
                SYSTEM,
                "--kubeconfig",
                withoutSecrets(folder).toString());

        requireNothingLeft("unseen");
        RestoreReportStatus status = documented("Kymaros may not list Secrets", "unseen");
        assertThat(said.exitCode()).as(said.err()).isEqualTo(2);
        assertThat(level(status, "Completeness").message()).contains("secrets is forbidden", "Grant the permission");
    }

    /** Kubeconfig of somebody with all permissions that Kymaros ships, but for Secrets. */
    private Path withoutSecrets(Path folder) throws IOException {
        String rbac = Files.readString(Path.of("..", "kymaros-examples", "cluster", "rbac.yaml"));
        cluster.apply(rbac.replace("resources: [configmaps, secrets, serviceaccounts]", "resources: [configmaps]")
                .replace(
                        "- apiGroups: [\"*\"]\n  resources: [\"*\"]",
                        "- apiGroups: [example.org]\n  resources: [widgets]")
                .replaceAll("name: kymaros\\b(?!-)", "name: blind"));
        String token = cluster.kubectl("-n", SYSTEM, "create", "token", "blind")
                .orFail()
                .strip();
        return Files.writeString(
                folder.resolve("kubeconfig"),
                Files.readString(cluster.kubeconfig(User.KYMAROS))
                        .replaceAll("token: \"[^\"]*\"", "token: \"" + token + "\""));
    }

    private static List<String> notes(RestoreReportStatus status) {
        return findings(status).stream()
                .filter(finding -> "Note".equals(finding.severity()))
                .map(finding -> finding.reason() + " " + finding.object() + ": " + finding.observed())
                .toList();
    }

    private static String reasonOf(RestoreReportStatus status, String object) {
        return losses(status).stream()
                .filter(finding -> finding.object().equals(object))
                .map(ReportFinding::observed)
                .findFirst()
                .orElseThrow();
    }
}
