package io.kymaros.k8s.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.mockwebserver.http.MockResponse;
import io.kymaros.core.evidence.PodEvidence;
import io.kymaros.core.evidence.PodStartupEvidence;
import io.kymaros.k8s.api.RestoreReport;
import io.kymaros.k8s.api.RestoreReportSpec;
import io.kymaros.k8s.api.RestoreReportSpec.RestoreTestRef;
import io.kymaros.k8s.fake.FakeCluster;
import io.kymaros.k8s.fault.EvidenceUnavailableException;
import io.kymaros.k8s.sandbox.Sandboxes;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PodLogsGathererTest {
    private static final String NAMESPACE = "sandbox";
    private static final LogRequest ALL = new LogRequest(true, 3, true, true, true);

    private final FakeCluster cluster = new FakeCluster();

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void crashedContainerIsHeardAsItIsAndAsItWas() {
        crashing("api-1");
        says("api-1", "main", false, "one\ntwo\nthree\nfour\n");
        says("api-1", "main", true, "\u001b[31mtoken=hunter2\n");
        PodLogs logs = gather(ALL, notReady("api-1"));
        assertThat(logs.files())
                .containsEntry("api-1.main.log", "two\nthree\nfour\n")
                .containsEntry("api-1.main.previous.log", "token=[redacted]\n");
        assertThat(logs.files().get("api-1.events"))
                .contains("container main ended with code 1, Error: gave up, password=[redacted]");
        assertThat(logs.notes()).isEmpty();
    }

    @Test
    void whatWasNotAskedForIsNotRead() {
        crashing("api-1");
        says("api-1", "main", false, "one\n");
        says("api-1", "main", true, "before\n");
        PodLogs logs = gather(new LogRequest(true, 3, false, false, false), notReady("api-1"));
        assertThat(logs.files()).containsOnlyKeys("api-1.main.log");
        assertThat(cluster.requests("GET")).noneMatch(request -> request.path().contains("/events"));
    }

    @Test
    void readyPodsAreLeftInPeace() {
        PodLogs logs =
                gather(ALL, PodEvidence.builder().podName("api-1").ready(true).build());
        assertThat(logs.isEmpty()).isTrue();
        assertThat(cluster.requests("GET")).isEmpty();
    }

    @Test
    void podThatWasNeverMadeHasTheEventsOfItsWorkload() {
        cluster.create(new EventBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName("db.1")
                .endMetadata()
                .withNewInvolvedObject()
                .withKind("StatefulSet")
                .withName("db")
                .endInvolvedObject()
                .withType("Warning")
                .withReason("FailedCreate")
                .withMessage("exceeded quota")
                .build());
        PodLogs logs = gather(
                ALL,
                PodEvidence.builder()
                        .podName("db (pod 1 of 1)")
                        .workload("StatefulSet/db")
                        .ready(false)
                        .build());
        assertThat(logs.files())
                .containsOnly(Map.entry("StatefulSet_db.events", "Warning FailedCreate: exceeded quota\n"));
    }

    @Test
    void missingPermissionIsANoteAndNoFailure() {
        crashing("api-1");
        cluster.refuse("GET", "/log\\?", 403, "pods/log is forbidden");
        cluster.refuse("GET", "/events", 403, "events is forbidden");
        PodLogs logs = gather(ALL, notReady("api-1"));
        assertThat(logs.files()).containsOnlyKeys("api-1.events");
        assertThat(logs.notes()).anyMatch(note -> note.contains("events is forbidden"));
        assertThat(logs.notes()).anyMatch(note -> note.contains("api-1.main.log"));
    }

    @Test
    void onlySoManyPodsAreLookedAt() {
        PodEvidence[] pods = new PodEvidence[30];
        for (int i = 0; i < pods.length; i++) {
            pods[i] = notReady("api-" + i);
        }
        PodLogs logs = gather(new LogRequest(true, 3, false, true, true), pods);
        assertThat(cluster.requests("GET")).hasSize(PodLogsGatherer.MAX_PODS);
        assertThat(logs.notes()).containsExactly("of 30 pods that are not ready, the first 20 were looked at");
    }

    @Test
    void endOfALongLogIsKept() {
        crashing("api-1");
        says("api-1", "main", false, "x".repeat(500_000) + "\nlast words\n");
        assertThat(gather(ALL, notReady("api-1")).files().get("api-1.main.log")).endsWith("\nlast words\n");
    }

    @Test
    void allTogetherFitIntoOneObject() {
        Map<String, String> files = new TreeMap<>();
        for (int i = 0; i < 30; i++) {
            files.put("pod-" + (10 + i), ("line of é " + "x".repeat(90) + "\n").repeat(200));
        }
        PodLogs logs = PodLogs.fitting(files, java.util.List.of());
        assertThat(logs.files().values().stream()
                        .mapToInt(text -> text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length)
                        .sum())
                .isBetween(PodLogs.MAX_TOTAL - 200, PodLogs.MAX_TOTAL);
        assertThat(logs.files().values()).allMatch(text -> text.startsWith("line of"));
        assertThat(logs.notes()).hasSize(30 - logs.files().size() + 1);
    }

    @Test
    void secretLiesBesideTheReportAndGoesWithIt() {
        RestoreReport report = report();
        LogSecret secrets = new LogSecret(cluster.client());
        assertThat(secrets.read("kymaros", "nightly-1")).isEmpty();
        PodLogs logs = new PodLogs(Map.of("api-1.main.log", "grüße\n"), java.util.List.of());
        secrets.write(report, logs);
        secrets.write(report, logs);
        assertThat(secrets.read("kymaros", "nightly-1")).contains(Map.of("api-1.main.log", "grüße\n"));
        Secret secret = cluster.client()
                .secrets()
                .inNamespace("kymaros")
                .withName("nightly-1-logs")
                .get();
        assertThat(secret.getMetadata().getOwnerReferences()).singleElement().satisfies(owner -> {
            assertThat(owner.getKind()).isEqualTo("RestoreReport");
            assertThat(owner.getUid()).isEqualTo(report.getMetadata().getUid());
        });
    }

    @Test
    void secretThatCanNotBeMadeSaysWhy() {
        RestoreReport report = report();
        cluster.refuse("POST", "/secrets", 403, "secrets is forbidden");
        assertThatExceptionOfType(EvidenceUnavailableException.class)
                .isThrownBy(() -> new LogSecret(cluster.client()).write(report, PodLogs.NONE))
                .withMessageContaining("nightly-1-logs");
    }

    private RestoreReport report() {
        RestoreReport report = new RestoreReport();
        report.getMetadata().setName("nightly-1");
        report.getMetadata().setNamespace("kymaros");
        report.setSpec(new RestoreReportSpec(new RestoreTestRef("nightly", "kymaros")));
        return cluster.create(report);
    }

    private PodLogs gather(LogRequest request, PodEvidence... pods) {
        return new PodLogsGatherer(cluster.client(), Sandboxes.of("shop", NAMESPACE), request)
                .gather(PodStartupEvidence.builder().addPods(pods).build());
    }

    private static PodEvidence notReady(String pod) {
        return PodEvidence.builder().podName(pod).ready(false).build();
    }

    private void says(String pod, String container, boolean previous, String text) {
        cluster.reply(
                "GET",
                "/pods/" + pod + "/log\\?",
                request -> request.path().contains("container=" + container)
                                && request.path().contains("previous=true") == previous
                        ? new MockResponse().setResponseCode(200).setBody(text)
                        : null);
    }

    private void crashing(String name) {
        cluster.create(new PodBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("main")
                .endContainer()
                .endSpec()
                .withNewStatus()
                .addToContainerStatuses(new ContainerStatusBuilder()
                        .withName("main")
                        .withState(new ContainerStateBuilder()
                                .withNewRunning()
                                .endRunning()
                                .build())
                        .withLastState(new ContainerStateBuilder()
                                .withNewTerminated()
                                .withExitCode(1)
                                .withReason("Error")
                                .withMessage("gave up, password=hunter2")
                                .endTerminated()
                                .build())
                        .build())
                .endStatus()
                .build());
    }
}
