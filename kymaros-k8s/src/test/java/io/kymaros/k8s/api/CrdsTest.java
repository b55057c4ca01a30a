package io.kymaros.k8s.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CrdsTest {
    private final CustomResourceDefinition test = Crds.all().get(0);
    private final CustomResourceDefinition policy = Crds.all().get(1);
    private final CustomResourceDefinition report = Crds.all().get(2);

    @Test
    void thereAreThreeInOrder() {
        assertThat(Crds.all())
                .extracting(crd -> crd.getMetadata().getName())
                .containsExactly(
                        "restoretests.restore.kymaros.io",
                        "healthcheckpolicies.restore.kymaros.io",
                        "restorereports.restore.kymaros.io");
        assertThat(Crds.all()).extracting(crd -> crd.getSpec().getScope()).containsOnly("Namespaced");
        assertThat(Crds.all()).allSatisfy(crd -> {
            assertThat(version(crd).getName()).isEqualTo("v1alpha1");
            assertThat(version(crd).getServed()).isTrue();
            assertThat(version(crd).getStorage()).isTrue();
        });
    }

    @Test
    void shortNamesAreShort() {
        assertThat(Crds.all())
                .extracting(crd -> crd.getSpec().getNames().getShortNames())
                .containsExactly(List.of("rt"), List.of("hcp"), List.of("rr"));
    }

    @Test
    void columnsStandInTheOrderInWhichUsersReadThem() {
        assertThat(columns(test))
                .containsExactly("Provider", "Schedule", "Last Score", "Last Result", "Next Run", "Age");
        assertThat(columns(policy)).containsExactly("Age");
        assertThat(columns(report)).containsExactly("Score", "Result", "RTO", "Test", "Age");
    }

    @Test
    void columnsOfTheReportShowTheFieldsOfTheExample() {
        assertThat(version(report).getAdditionalPrinterColumns())
                .extracting(CustomResourceColumnDefinition::getJsonPath)
                .containsExactly(
                        ".status.score",
                        ".status.result",
                        ".status.rto.measuredSeconds",
                        ".spec.restoreTestRef.name",
                        ".metadata.creationTimestamp");
    }

    @Test
    void testAndReportHaveAStatusSubresourceAndThePolicyHasNone() {
        assertThat(version(test).getSubresources().getStatus()).isNotNull();
        assertThat(version(report).getSubresources().getStatus()).isNotNull();
        assertThat(version(policy).getSubresources()).isNull();
    }

    @Test
    void everyFieldOfTheExampleReportIsInTheSchema() {
        JsonNode example = ExampleReport.tree();
        List<String> unknown = new ArrayList<>();
        compare("spec", example.path("spec"), schema(report).getProperties().get("spec"), unknown);
        compare("status", example.path("status"), schema(report).getProperties().get("status"), unknown);
        assertThat(unknown).isEmpty();
        assertThat(example.path("status").size()).isEqualTo(9);
    }

    @Test
    void whatCanNotBeLeftOutIsRequired() {
        assertThat(at(test, "spec").getRequired()).containsExactly("backupSource");
        assertThat(at(test, "spec", "backupSource").getRequired()).containsExactly("backupName");
        assertThat(at(test, "spec", "healthChecks").getRequired()).containsExactly("policyRef");
        assertThat(at(test, "spec", "schedule").getRequired()).containsExactly("cron");
        assertThat(at(policy, "spec").getRequired()).containsExactly("checks");
        JSONSchemaProps check = items(at(policy, "spec", "checks"));
        assertThat(check.getRequired()).containsExactlyInAnyOrder("name", "type");
        assertThat(check.getProperties().get("httpGet").getRequired()).containsExactlyInAnyOrder("service", "port");
        assertThat(check.getProperties().get("tcpSocket").getRequired()).containsExactlyInAnyOrder("service", "port");
        assertThat(check.getProperties().get("exec").getRequired()).containsExactlyInAnyOrder("podSelector", "command");
        assertThat(at(report, "spec").getRequired()).containsExactly("restoreTestRef");
        assertThat(at(report, "spec", "restoreTestRef").getRequired()).containsExactly("name");
    }

    @Test
    void everyFieldThatUsersOfTheOperatorWriteIsInTheSchema() {
        assertThat(at(test, "spec").getProperties().keySet())
                .containsExactlyInAnyOrder(
                        "backupSource",
                        "ignoredLosses",
                        "schedule",
                        "sandbox",
                        "healthChecks",
                        "sla",
                        "notifications",
                        "timeout",
                        "historyLimit",
                        "logCollection",
                        "dependencies",
                        "dependencyProbe",
                        "scoring");
        assertThat(at(test, "spec", "dependencyProbe").getProperties().keySet())
                .containsExactlyInAnyOrder("image", "command", "timeout");
        assertThat(at(test, "spec", "backupSource").getProperties().keySet())
                .containsExactlyInAnyOrder("provider", "backupName", "namespaces", "labelSelector", "veleroNamespace");
        assertThat(items(at(test, "spec", "backupSource", "namespaces"))
                        .getProperties()
                        .keySet())
                .containsExactlyInAnyOrder("name", "sandboxName");
        assertThat(at(test, "spec", "sandbox").getProperties().keySet())
                .containsExactlyInAnyOrder(
                        "namespacePrefix", "ttl", "resourceQuota", "networkIsolation", "customResources", "labels");
        assertThat(at(test, "spec", "sandbox", "resourceQuota").getProperties().keySet())
                .containsExactlyInAnyOrder("cpu", "memory", "storage");
        assertThat(at(test, "spec", "sla").getProperties().keySet())
                .containsExactlyInAnyOrder("maxRTO", "alertOnExceed");
        assertThat(items(at(test, "spec", "notifications", "onFailure"))
                        .getProperties()
                        .keySet())
                .containsExactlyInAnyOrder("type", "channel", "webhookSecretRef");
        assertThat(at(test, "spec", "logCollection").getProperties().keySet())
                .containsExactlyInAnyOrder("enabled", "maxLines", "includeEvents", "includeInit", "includePrevious");
        assertThat(at(test, "spec", "scoring").getProperties().keySet())
                .containsExactlyInAnyOrder(
                        "policy",
                        "weights",
                        "thresholds",
                        "credit",
                        "unconfigured",
                        "lostData",
                        "requiredLevels",
                        "scoredResourceTypes");
        assertThat(at(test, "status").getProperties().keySet())
                .containsExactlyInAnyOrder(
                        "phase", "lastRunAt", "lastScore", "lastResult", "lastReportRef", "nextRunAt", "conditions");
    }

    @Test
    void enumerationsListWhatUsersWrite() {
        JSONSchemaProps check = items(at(policy, "spec", "checks"));
        assertThat(words(check.getProperties().get("type")))
                .containsExactlyInAnyOrder("podStatus", "httpGet", "tcpSocket", "exec", "resourceExists");
        assertThat(words(at(test, "spec", "sandbox", "networkIsolation"))).containsExactlyInAnyOrder("strict", "group");
        assertThat(words(items(at(test, "spec", "notifications", "onFailure"))
                        .getProperties()
                        .get("type")))
                .containsExactlyInAnyOrder("slack", "webhook");
    }

    @Test
    void yamlHoldsAllThreeAsDocumentsOfOneStream() {
        List<String> documents = List.of(Crds.yaml().split("(?m)^---\n"));
        assertThat(documents.stream()
                        .filter(document -> !document.isBlank())
                        .map(document -> Serialization.unmarshal(document, CustomResourceDefinition.class)))
                .containsExactlyElementsOf(Crds.all());
    }

    private static void compare(String path, JsonNode example, JSONSchemaProps schema, List<String> unknown) {
        if (example.isArray()) {
            example.forEach(item -> compare(path + "[]", item, items(schema), unknown));
        } else if (example.isObject()) {
            assertThat(schema.getType()).as(path).isEqualTo("object");
            for (Map.Entry<String, JsonNode> field : example.properties()) {
                JSONSchemaProps known = schema.getProperties().get(field.getKey());
                if (known == null) {
                    unknown.add(path + "." + field.getKey());
                } else {
                    compare(path + "." + field.getKey(), field.getValue(), known, unknown);
                }
            }
        } else {
            String type = example.isBoolean() ? "boolean" : example.isInt() ? "integer" : "string";
            assertThat(schema.getType()).as(path).isEqualTo(type);
        }
    }

    private static List<String> columns(CustomResourceDefinition crd) {
        return version(crd).getAdditionalPrinterColumns().stream()
                .map(CustomResourceColumnDefinition::getName)
                .toList();
    }

    private static List<String> words(JSONSchemaProps schema) {
        return schema.getEnum().stream().map(JsonNode::asText).toList();
    }

    private static JSONSchemaProps items(JSONSchemaProps list) {
        assertThat(list.getType()).isEqualTo("array");
        return list.getItems().getSchema();
    }

    private static JSONSchemaProps at(CustomResourceDefinition crd, String... path) {
        JSONSchemaProps schema = schema(crd);
        for (String name : path) {
            schema = schema.getProperties().get(name);
            assertThat(schema).as(String.join(".", path)).isNotNull();
        }
        return schema;
    }

    private static JSONSchemaProps schema(CustomResourceDefinition crd) {
        return version(crd).getSchema().getOpenAPIV3Schema();
    }

    private static CustomResourceDefinitionVersion version(CustomResourceDefinition crd) {
        assertThat(crd.getSpec().getVersions()).hasSize(1);
        return crd.getSpec().getVersions().get(0);
    }
}
