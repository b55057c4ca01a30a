package io.kymaros.k8s.completeness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatusBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.mockwebserver.http.MockResponse;
import io.kymaros.core.evidence.CompletenessEvidence;
import io.kymaros.core.evidence.Level;
import io.kymaros.core.evidence.ObjectDefect;
import io.kymaros.core.evidence.ObjectEvidence;
import io.kymaros.core.evidence.ObjectOrigin;
import io.kymaros.core.evidence.ResourceTypeEvidence;
import io.kymaros.core.evidence.Standing;
import io.kymaros.k8s.api.Api;
import io.kymaros.k8s.backup.BackupContents;
import io.kymaros.k8s.backup.BackupContents.BackupVolume;
import io.kymaros.k8s.backup.BackupContents.ObjectKind;
import io.kymaros.k8s.backup.BackupContents.ObjectName;
import io.kymaros.k8s.backup.ImmutableBackupContents;
import io.kymaros.k8s.backup.RestoreOutcome;
import io.kymaros.k8s.fault.EvidenceUnavailableException;
import io.kymaros.k8s.sandbox.Sandboxes;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletenessGathererTest extends CompletenessCase {
    private static final ObjectKind SECRET = new ObjectKind("v1", "Secret");
    private static final ObjectKind JOB = new ObjectKind("batch/v1", "Job");
    private static final ObjectKind CLAIM = new ObjectKind("v1", "PersistentVolumeClaim");

    @Test
    void objectsAreComparedByNameAndASurplusDoesNotMakeUpForALoss() {
        secret(SANDBOX, "db", AFTER);
        secret(SANDBOX, "made-up", AFTER);
        ResourceTypeEvidence secrets = secrets(contents(SECRET, "db", "api-key"));
        assertThat(secrets.expected()).isEqualTo(2);
        assertThat(secrets.found()).isEqualTo(1);
        assertThat(secrets.objects()).extracting(ObjectEvidence::name).containsExactly("api-key", "db");
        assertThat(secrets.objects()).extracting(ObjectEvidence::restored).containsExactly(false, true);
        assertThat(secrets.objects()).extracting(ObjectEvidence::origin).containsOnly(ObjectOrigin.BACKUP);
        assertThat(secrets.unexpected()).containsExactly("made-up");
    }

    @Test
    void objectThatAFilterLeftOutIsALoss() {
        secret(SOURCE, "db", BEFORE);
        secret(SOURCE, "payment-key", BEFORE);
        secret(SANDBOX, "db", AFTER);
        ResourceTypeEvidence secrets = secrets(contents(SECRET, "db"));
        assertThat(secrets.expected()).isEqualTo(2);
        assertThat(secrets.objects())
                .filteredOn(object -> !object.restored())
                .singleElement()
                .satisfies(object -> {
                    assertThat(object.name()).isEqualTo("payment-key");
                    assertThat(object.origin()).isEqualTo(ObjectOrigin.SOURCE_NAMESPACE);
                });
    }

    @Test
    void driftSinceTheBackupIsNoLoss() {
        secret(SOURCE, "db", BEFORE);
        secret(SOURCE, "added-since", AFTER);
        secret(SOURCE, "added-while-it-began", BACKUP_STARTED);
        secret(SANDBOX, "db", AFTER);
        secret(SANDBOX, "deleted-since", AFTER);
        ResourceTypeEvidence secrets = secrets(contents(SECRET, "db", "deleted-since"));
        assertThat(secrets.objects()).extracting(ObjectEvidence::name).containsExactly("db", "deleted-since");
        assertThat(secrets.found()).isEqualTo(2);
    }

    @Test
    void objectThatWasDeletedSinceTheBackupMustComeBackAllTheSame() {
        assertThat(secrets(contents(SECRET, "deleted-since")).found()).isZero();
    }

    @Test
    void objectThatIsOnItsWayOutOfTheSandboxHasNotComeBack() {
        cluster.create(new SecretBuilder()
                .withMetadata(
                        meta(SANDBOX, "db").withFinalizers("example.org/keep").build())
                .build());
        cluster.client().secrets().inNamespace(SANDBOX).withName("db").delete();
        assertThat(secrets(contents(SECRET, "db")).found()).isZero();
    }

    @Test
    void backupWithoutAStartIsComparedWithItsOwnListOnly() {
        backup = backup().startedAt(Optional.empty()).build();
        secret(SOURCE, "payment-key", BEFORE);
        secret(SANDBOX, "db", AFTER);
        assertThat(secrets(contents(SECRET, "db")).objects())
                .extracting(ObjectEvidence::name)
                .containsExactly("db");
    }

    @Test
    void sourceThatIsGoneLeavesTheBackupsOwnListAndIsNamed() {
        sandbox = Sandboxes.of("gone", SANDBOX);
        secret(SANDBOX, "db", AFTER);
        CompletenessEvidence evidence = gather(BackupContents.builder()
                .putObjects(SECRET, List.of(new ObjectName("gone", "db"), new ObjectName("gone", "api-key")))
                .build());
        assertThat(evidence.goneNamespaces()).containsExactly("gone");
        assertThat(evidence.resourceTypes()).singleElement().satisfies(secrets -> {
            assertThat(secrets.expected()).isEqualTo(2);
            assertThat(secrets.found()).isEqualTo(1);
        });
    }

    @Test
    void objectsOfOtherNamespacesInTheBackupAreNotExpected() {
        CompletenessEvidence evidence = gather(BackupContents.builder()
                .putObjects(SECRET, List.of(new ObjectName("payments", "db")))
                .build());
        assertThat(evidence.resourceTypes()).isEmpty();
    }

    @Test
    void twoNamespacesAreComparedEachWithItsOwn() {
        Map<String, String> namespaces = new LinkedHashMap<>();
        namespaces.put(SOURCE, SANDBOX);
        namespaces.put("auth", SANDBOX + "-2");
        cluster.create(namespace("auth"), BEFORE);
        cluster.namespace(SANDBOX + "-2", Map.of());
        sandbox = Sandboxes.of(namespaces);
        secret(SANDBOX, "db", AFTER);
        secret(SANDBOX + "-2", "surplus", AFTER);
        ResourceTypeEvidence secrets = gather(BackupContents.builder()
                        .putObjects(SECRET, List.of(new ObjectName(SOURCE, "db"), new ObjectName("auth", "db")))
                        .build())
                .resourceTypes()
                .get(0);
        assertThat(secrets.objects()).extracting(ObjectEvidence::qualifiedName).containsExactly("auth/db", "shop/db");
        assertThat(secrets.objects()).extracting(ObjectEvidence::restored).containsExactly(false, true);
        assertThat(secrets.unexpected()).containsExactly("auth/surplus");
    }

    @Test
    void whatTheClusterMakesByItselfIsLeftOutAndListed() {
        for (String namespace : List.of(SOURCE, SANDBOX)) {
            cluster.create(configMap(namespace, "kube-root-ca.crt"), BEFORE);
        }
        cluster.create(
                new SecretBuilder()
                        .withMetadata(meta(SOURCE, "web-token-x7k2p")
                                .withAnnotations(Map.of("kubernetes.io/service-account.name", "web"))
                                .build())
                        .build(),
                BEFORE);
        cluster.create(
                new SecretBuilder()
                        .withMetadata(meta(SOURCE, "tls")
                                .addNewOwnerReference()
                                .withKind("Certificate")
                                .withController(true)
                                .endOwnerReference()
                                .build())
                        .build(),
                BEFORE);
        cluster.create(
                new ConfigMapBuilder()
                        .withMetadata(meta(SANDBOX, "ours")
                                .withLabels(Map.of(Api.RUN_UID_LABEL, Sandboxes.UID))
                                .build())
                        .build(),
                AFTER);
        secret(SANDBOX, "tls", AFTER);
        CompletenessEvidence evidence = gather(BackupContents.builder()
                .putObjects(
                        SECRET,
                        List.of(
                                new ObjectName(SOURCE, "api-token-x7k2p"),
                                new ObjectName(SOURCE, "default-token-bcdf4")))
                .putObjects(new ObjectKind("v1", "ServiceAccount"), List.of(new ObjectName("other", "api")))
                .putObjects(new ObjectKind("v1beta1", "ServiceAccount"), List.of(new ObjectName(SOURCE, "api")))
                .putObjects(new ObjectKind("v1", "ConfigMap"), List.of(new ObjectName(SOURCE, "kube-root-ca.crt")))
                .putObjects(new ObjectKind("v1", "Pod"), List.of(new ObjectName(SOURCE, "api-1")))
                .putObjects(new ObjectKind("networking.k8s.io/v1", "Ingress"), List.of(new ObjectName(SOURCE, "front")))
                .build());
        assertThat(evidence.resourceTypes())
                .extracting(ResourceTypeEvidence::resourceType)
                .containsExactly("ServiceAccount");
        assertThat(evidence.normalised())
                .containsExactlyInAnyOrder(
                        "ConfigMap/kube-root-ca.crt: the cluster makes it in every namespace",
                        "ConfigMap/ours: made by the run itself",
                        "Ingress: 1 in the backup, not restored into a sandbox on purpose",
                        "Pod: not compared where controllers made them, with names of their own",
                        "Secret/api-token-x7k2p: the cluster makes tokens and pull secrets of service accounts by itself",
                        "Secret/default-token-bcdf4: the cluster makes tokens and pull secrets of service accounts by itself",
                        "Secret/web-token-x7k2p: the cluster makes tokens and pull secrets of service accounts by itself",
                        "Secret/tls: a controller has made it again from its owner");
    }

    @Test
    void otherTypesOfTheBackupAreComparedTooAfterTheScoredOnes() {
        cluster.create(
                new RoleBuilder().withMetadata(meta(SANDBOX, "reader").build()).build(), AFTER);
        secret(SANDBOX, "db", AFTER);
        CompletenessEvidence evidence = gather(BackupContents.builder()
                .putObjects(
                        new ObjectKind("rbac.authorization.k8s.io/v1", "Role"),
                        List.of(new ObjectName(SOURCE, "reader"), new ObjectName(SOURCE, "writer")))
                .putObjects(SECRET, List.of(new ObjectName(SOURCE, "db")))
                .build());
        assertThat(evidence.resourceTypes())
                .extracting(ResourceTypeEvidence::resourceType)
                .containsExactly("Secret", "Role");
        assertThat(evidence.resourceTypes().get(1).found()).isEqualTo(1);
    }

    @Test
    void nothingOfATypeThatThisClusterDoesNotServeHasComeBack() {
        CompletenessEvidence evidence = gather(BackupContents.builder()
                .putObjects(new ObjectKind("example.org/v1", "Widget"), List.of(new ObjectName(SOURCE, "w")))
                .build());
        assertThat(evidence.resourceTypes()).singleElement().satisfies(widgets -> {
            assertThat(widgets.resourceType()).isEqualTo("Widget.example.org");
            assertThat(widgets.found()).isZero();
            assertThat(widgets.objects().get(0).toolMessage())
                    .contains("this cluster does not serve example.org/v1/Widget; install what defines it");
        });
    }

    @Test
    void typeIsFoundInAnotherVersionOfItsGroup() {
        cluster.reply("GET", "^/apis/policy$", request -> new MockResponse()
                .setResponseCode(200)
                .setBody(
                        "{\"kind\":\"APIGroup\",\"name\":\"policy\",\"versions\":[{\"groupVersion\":\"policy/v1\"}]}"));
        cluster.create(
                new PodDisruptionBudgetBuilder()
                        .withMetadata(meta(SANDBOX, "api").build())
                        .build(),
                AFTER);
        CompletenessEvidence evidence = gather(BackupContents.builder()
                .putObjects(
                        new ObjectKind("policy/v1beta1", "PodDisruptionBudget"),
                        List.of(new ObjectName(SOURCE, "api"), new ObjectName(SOURCE, "web")))
                .build());
        assertThat(evidence.resourceTypes()).singleElement().satisfies(budgets -> {
            assertThat(budgets.expected()).isEqualTo(2);
            assertThat(budgets.found()).isEqualTo(1);
        });
    }

    @Test
    void kindsOfOneNameAreToldApartByTheirGroup() {
        CompletenessEvidence evidence = gather(BackupContents.builder()
                .putObjects(new ObjectKind("apps/v1", "Deployment"), List.of(new ObjectName(SOURCE, "api")))
                .putObjects(new ObjectKind("extensions/v1beta1", "Deployment"), List.of(new ObjectName(SOURCE, "old")))
                .build());
        assertThat(evidence.resourceTypes())
                .extracting(ResourceTypeEvidence::resourceType)
                .containsExactly("Deployment", "Deployment.extensions");
    }

    @Test
    void typeOfWhichAFilterLeftOutAllIsALossToo() {
        cluster.create(
                new StatefulSetBuilder()
                        .withMetadata(meta(SOURCE, "postgres").build())
                        .build(),
                BEFORE);
        secret(SANDBOX, "db", AFTER);
        CompletenessEvidence evidence = gather(contents(SECRET, "db"));
        assertThat(evidence.resourceTypes())
                .filteredOn(type -> type.resourceType().equals("StatefulSet"))
                .singleElement()
                .satisfies(sets -> assertThat(sets.objects().get(0).origin()).isEqualTo(ObjectOrigin.SOURCE_NAMESPACE));
    }

    @Test
    void whatTheBackupHoldsMustComeBackWhoeverMadeIt() {
        cluster.create(new SecretBuilder().withMetadata(owned("tls")).build(), BEFORE);
        assertThat(secrets(contents(SECRET, "tls")).found()).isZero();
    }

    @Test
    void jobThatHasCompletedIsNotExpectedToRunAgain() {
        job(
                "migrate",
                new JobStatusBuilder().withCompletionTime(BEFORE.toString()).build());
        job("import", new JobStatusBuilder().withActive(1).build());
        CompletenessEvidence evidence = gather(contents(JOB, "migrate", "import", "removed-since"));
        assertThat(evidence.resourceTypes()).singleElement().satisfies(jobs -> assertThat(jobs.objects())
                .extracting(ObjectEvidence::name)
                .containsExactly("import"));
        assertThat(evidence.normalised())
                .containsExactly(
                        "Job/migrate: has ended; a restore doesn't run it again",
                        "Job/removed-since: neither restored nor refused, and gone from the source: most likely it had"
                                + " completed");
    }

    @Test
    void jobThatHadFailedOrIsTidiedAwayWhenItHasEndedIsNoLoss() {
        job(
                "failed",
                new JobStatusBuilder()
                        .addNewCondition()
                        .withType("Failed")
                        .withStatus("True")
                        .endCondition()
                        .build());
        cluster.create(
                new JobBuilder()
                        .withMetadata(meta(SOURCE, "short").build())
                        .withNewSpec()
                        .withTtlSecondsAfterFinished(0)
                        .endSpec()
                        .build(),
                BEFORE);
        CompletenessEvidence evidence = gather(contents(JOB, "failed", "short"));
        assertThat(evidence.resourceTypes()).isEmpty();
        assertThat(evidence.normalised())
                .containsExactly(
                        "Job/failed: has ended; a restore doesn't run it again",
                        "Job/short: came back or had completed, and is removed when it has ended"
                                + " (ttlSecondsAfterFinished)");
    }

    @Test
    void jobThatTheBackupLeftOutIsMissingThoughItWouldBeTidiedAway() {
        cluster.create(
                new JobBuilder()
                        .withMetadata(meta(SOURCE, "import").build())
                        .withNewSpec()
                        .withTtlSecondsAfterFinished(0)
                        .endSpec()
                        .build(),
                BEFORE);
        assertThat(gather(BackupContents.builder().build()).resourceTypes())
                .singleElement()
                .satisfies(jobs -> assertThat(jobs.found()).isZero());
    }

    @Test
    void jobThatTheToolFailedToRestoreIsMissing() {
        CompletenessEvidence evidence =
                gather(contents(JOB, "import"), "error restoring jobs.batch/" + SANDBOX + "/import: denied");
        assertThat(evidence.resourceTypes()).singleElement().satisfies(jobs -> assertThat(jobs.found())
                .isZero());
    }

    @Test
    void ofTheSourceOnlyNamesAreReadAndMetadataOfWhatTheBackupLacks() {
        for (String name : List.of("db", "api-key", "payment-key")) {
            secret(SOURCE, name, BEFORE);
        }
        secrets(contents(SECRET, "db", "api-key"));
        assertThat(cluster.requests("GET"))
                .filteredOn(request -> request.path().contains("/" + SOURCE + "/secrets"))
                .extracting(request ->
                        request.path() + " " + String.valueOf(request.accept()).split(",", 2)[0])
                .containsExactly(
                        "/api/v1/namespaces/shop/secrets?includeObject=None&limit=2000"
                                + " application/json;as=Table;g=meta.k8s.io;v=v1",
                        "/api/v1/namespaces/shop/secrets/payment-key"
                                + " application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1");
    }

    @Test
    void whereMuchDiffersTheMetadataIsListed() {
        for (int i = 0; i < 30; i++) {
            secret(SOURCE, "lost-" + i, BEFORE);
        }
        assertThat(secrets(contents(SECRET, "db")).expected()).isEqualTo(31);
        assertThat(cluster.requests("GET"))
                .filteredOn(request -> request.path().contains("/" + SOURCE + "/secrets"))
                .hasSize(2);
    }

    @Test
    void twoVersionsOfOneKindAreOneType() {
        CompletenessEvidence evidence = gather(BackupContents.builder()
                .putObjects(new ObjectKind("apps/v1", "StatefulSet"), List.of(new ObjectName(SOURCE, "db")))
                .putObjects(new ObjectKind("apps/v1beta2", "StatefulSet"), List.of(new ObjectName(SOURCE, "db")))
                .build());
        assertThat(evidence.resourceTypes()).singleElement().satisfies(type -> assertThat(type.expected())
                .isEqualTo(1));
    }

    @Test
    void scoredTypeThatCanNotBeListedIsAGapAndNotALoss() {
        cluster.refuse("GET", "/namespaces/" + SANDBOX + "/secrets", 403, "secrets is forbidden: User \"kymaros\"");
        assertThatExceptionOfType(EvidenceUnavailableException.class)
                .isThrownBy(() -> gather(contents(SECRET, "db")))
                .satisfies(e -> {
                    assertThat(e.gap(Level.COMPLETENESS).reason()).isEqualTo("Forbidden");
                    assertThat(e.gap(Level.COMPLETENESS).message())
                            .contains("secrets is forbidden", "Grant the permission");
                });
    }

    @Test
    void sourceThatCanNotBeReadIsAGap() {
        cluster.refuse("GET", "^/api/v1/namespaces/shop$", 403, "namespaces \"shop\" is forbidden");
        assertThatExceptionOfType(EvidenceUnavailableException.class)
                .isThrownBy(() -> gather(contents(SECRET, "db")))
                .withMessageContaining("read the source namespace shop");
    }

    @Test
    void otherTypeThatCanNotBeListedIsNamedAndTakesNothingAway() {
        cluster.refuse("GET", "/roles", 403, "roles is forbidden");
        secret(SANDBOX, "db", AFTER);
        CompletenessEvidence evidence = gather(BackupContents.builder()
                .putObjects(
                        new ObjectKind("rbac.authorization.k8s.io/v1", "Role"),
                        List.of(new ObjectName(SOURCE, "reader")))
                .putObjects(SECRET, List.of(new ObjectName(SOURCE, "db")))
                .build());
        assertThat(evidence.resourceTypes())
                .extracting(ResourceTypeEvidence::resourceType)
                .containsExactly("Secret");
        assertThat(evidence.normalised())
                .containsExactly("Role: not compared, because they can't be listed (Forbidden)");
    }

    @Test
    void lossSaysWhatTheToolSaidOfIt() {
        String refused = "error restoring secrets/rp-test-a3f2c1/db: admission webhook \"vault\" denied the request";
        CompletenessEvidence evidence = gather(
                contents(SECRET, "db"), "error restoring secrets/rp-test-a3f2c1/other: admission denied", refused);
        assertThat(evidence.resourceTypes().get(0).objects().get(0).toolMessage())
                .contains(refused);
    }

    @Test
    void claimWhoseDataTheBackupDoesNotHoldIsNotSound() {
        claim("data");
        claim("cache");
        ResourceTypeEvidence claims = gather(ImmutableBackupContents.builder()
                        .from(contents(CLAIM, "data", "cache"))
                        .addVolumes(
                                new BackupVolume(new ObjectName(SOURCE, "data"), true, ""),
                                new BackupVolume(new ObjectName(SOURCE, "cache"), false, "skipped by policy"))
                        .build())
                .resourceTypes()
                .get(0);
        assertThat(claims.found()).isEqualTo(1);
        assertThat(claims.objects().get(0).defect().map(ObjectDefect::reason)).contains("VolumeDataMissing");
        assertThat(claims.objects().get(0).defect().map(ObjectDefect::message).orElse(""))
                .contains("skipped by policy");
    }

    /** Of a claim without a volume in the backup, the source tells whether there was one. */
    @ParameterizedTest
    @CsvSource({
        "bound before,       provisioned before, Bound,    1",
        "bound before,       static since before, Bound,   1",
        "bound before,       static since after, Bound,    0",
        "bound before,       static of old,      Bound,    open",
        "bound before,       gone,               Bound,    open",
        "made again,         provisioned before, Bound,    open",
        "waiting,            gone,               Pending,  0",
        "gone,               gone,               gone,     open",
    })
    void aVolumeThatTheBackupLeftOutIsMissedIfTheClaimHadIt(
            String sourceClaim, String volume, String phase, String expected) {
        claim("data");
        if (!sourceClaim.equals("gone")) {
            cluster.create(
                    new PersistentVolumeClaimBuilder()
                            .withMetadata(meta(SOURCE, "data").build())
                            .withNewSpec()
                            .withVolumeName(sourceClaim.equals("waiting") ? null : "pv-1")
                            .endSpec()
                            .build(),
                    sourceClaim.equals("made again") ? AFTER : BEFORE);
        }
        if (!volume.equals("gone")) {
            ObjectMeta meta = new ObjectMetaBuilder().withName("pv-1").build();
            if (volume.startsWith("provisioned")) {
                meta.setAnnotations(Map.of("pv.kubernetes.io/provisioned-by", "csi.example.org"));
            }
            cluster.create(
                    new PersistentVolumeBuilder()
                            .withMetadata(meta)
                            .withNewStatus()
                            .withPhase(phase)
                            .withLastPhaseTransitionTime(
                                    volume.endsWith("since before")
                                            ? BEFORE.toString()
                                            : volume.endsWith("since after") ? AFTER.toString() : null)
                            .endStatus()
                            .build(),
                    BEFORE);
        }

        CompletenessEvidence evidence = gather(ImmutableBackupContents.builder()
                .from(contents(CLAIM, "data"))
                .addClaimsWithoutVolume(new ObjectName(SOURCE, "data"))
                .build());

        ObjectEvidence claim = evidence.resourceTypes().get(0).objects().get(0);
        assertThat(claim.standing())
                .isEqualTo(
                        switch (expected) {
                            case "0" -> Standing.GOOD;
                            case "1" -> Standing.BAD;
                            default -> Standing.UNKNOWN;
                        });
        assertThat(claim.defect().map(ObjectDefect::reason))
                .isEqualTo(
                        switch (expected) {
                            case "0" -> Optional.empty();
                            case "1" -> Optional.of("VolumeDataMissing");
                            default -> Optional.of("VolumeDataUnknown");
                        });
    }

    @Test
    void claimThatAStatefulSetMadeAnewDoesNotStandForTheOneThatTheBackupLeftOut() {
        cluster.create(
                new PersistentVolumeClaimBuilder()
                        .withMetadata(meta(SOURCE, "data-db-0").build())
                        .build(),
                BEFORE);
        claim("data-db-0");
        ResourceTypeEvidence claims =
                gather(BackupContents.builder().build()).resourceTypes().get(0);
        assertThat(claims.found()).isZero();
        assertThat(claims.objects()).singleElement().satisfies(claim -> {
            assertThat(claim.origin()).isEqualTo(ObjectOrigin.SOURCE_NAMESPACE);
            assertThat(claim.toolMessage().orElse("")).contains("made it anew, without the data");
        });
    }

    @Test
    void claimThatAStatefulSetMadeAnewHasNoDataWhenTheSourceIsGone() {
        cluster.client().namespaces().withName(SOURCE).delete();
        claim("data-db-0");
        cluster.create(
                new PersistentVolumeClaimBuilder()
                        .withMetadata(meta(SANDBOX, "db-0-scratch")
                                .addNewOwnerReference()
                                .withKind("Pod")
                                .withController(true)
                                .endOwnerReference()
                                .build())
                        .build(),
                AFTER);
        ResourceTypeEvidence claims =
                gather(BackupContents.builder().build()).resourceTypes().get(0);
        assertThat(claims.expected()).isEqualTo(1);
        assertThat(claims.objects().get(0).defect().map(ObjectDefect::reason)).contains("VolumeDataMissing");
        assertThat(claims.unexpected()).isEmpty();
    }

    @Test
    void claimThatTheRestoreLeftEmptyIsNotSound() {
        claim("data");
        claim("logs");
        BackupContents contents = ImmutableBackupContents.builder()
                .from(contents(CLAIM, "data", "logs"))
                .addVolumes(new BackupVolume(new ObjectName(SOURCE, "data"), true, ""))
                .addVolumes(new BackupVolume(new ObjectName(SOURCE, "logs"), true, ""))
                .build();
        RestoreOutcome restored = restored()
                .putVolumesNotFilled(new ObjectName(SOURCE, "data"), "no DataDownload fills it")
                .build();
        ResourceTypeEvidence claims = gatherer()
                .gather(backup, contents, sandbox, restored)
                .resourceTypes()
                .get(0);
        assertThat(claims.found()).isEqualTo(1);
        assertThat(claims.objects())
                .filteredOn(claim -> claim.name().equals("data"))
                .singleElement()
                .satisfies(claim -> assertThat(claim.defect())
                        .contains(ObjectDefect.of(
                                "VolumeDataNotRestored",
                                "the claim came back, but without the data that the backup holds of its volume"
                                        + " (no DataDownload fills it)")));
    }

    private void job(String name, JobStatus status) {
        cluster.create(
                new JobBuilder()
                        .withMetadata(meta(SOURCE, name).build())
                        .withStatus(status)
                        .build(),
                BEFORE);
    }

    private ResourceTypeEvidence secrets(BackupContents contents) {
        return gather(contents).resourceTypes().stream()
                .filter(type -> type.resourceType().equals("Secret"))
                .findFirst()
                .orElseThrow();
    }

    private void secret(String namespace, String name, Instant at) {
        cluster.create(
                new SecretBuilder().withMetadata(meta(namespace, name).build()).build(), at);
    }

    private void claim(String name) {
        cluster.create(
                new PersistentVolumeClaimBuilder()
                        .withMetadata(meta(SANDBOX, name).build())
                        .build(),
                AFTER);
    }

    private static HasMetadata configMap(String namespace, String name) {
        return new ConfigMapBuilder()
                .withMetadata(meta(namespace, name).build())
                .build();
    }
}
