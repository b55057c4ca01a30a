package io.kymaros.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kymaros.k8s.api.RestoreReportStatus;
import io.kymaros.testcluster.TestCluster;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a backup leaves out by whole types, without a word of it. */
class LeftOutTypesScenariosTest extends Scenarios {
    private static final String NOT_IN_BACKUP = "in the source namespace, but not in the backup";

    LeftOutTypesScenariosTest(TestCluster cluster) {
        super(cluster);
    }

    @Test
    void eachTypeOfWhichTheBackupHoldsNothingIsNamed() {
        Shop shop = new Shop(cluster, "typeless").deploy();
        define("routes", "Route", "edge.example.org");
        cluster.apply("""
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata: {name: web, namespace: typeless}
                spec: {defaultBackend: {service: {name: api, port: {number: 80}}}}
                ---
                apiVersion: autoscaling/v2
                kind: HorizontalPodAutoscaler
                metadata: {name: web, namespace: typeless}
                spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: nobody}, minReplicas: 1, maxReplicas: 4}
                ---
                apiVersion: policy/v1
                kind: PodDisruptionBudget
                metadata: {name: web, namespace: typeless}
                spec: {minAvailable: 1, selector: {matchLabels: {app: web}}}
                ---
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: only-edge, namespace: typeless}
                spec: {podSelector: {matchLabels: {edge: "true"}}, policyTypes: [Ingress]}
                ---
                apiVersion: edge.example.org/v1
                kind: Route
                metadata: {name: web, namespace: typeless}
                spec: {host: shop.example.org}
                """);
        shop.backUp(
                "--include-resources",
                "deployments.apps,statefulsets.apps,daemonsets.apps,jobs.batch,cronjobs.batch,replicasets.apps,pods,services,"
                        + "configmaps,secrets,persistentvolumeclaims,persistentvolumes,serviceaccounts");

        RestoreReportStatus status = pass(
                "typeless",
                "The backup names the types that it takes, without Ingress, autoscaler, disruption budget, network policy and"
                        + " a custom resource: noted");

        assertThat(leftOut(status))
                .contains(
                        "Ingress/web",
                        "HorizontalPodAutoscaler/web",
                        "PodDisruptionBudget/web",
                        "NetworkPolicy/only-edge",
                        "Route.edge.example.org/web");
    }

    @Test
    void resourcesOfATypeThatVeleroDoesNotKnowYetAreNamed() {
        Shop shop = new Shop(cluster, "newtype").deploy();
        define("tenants", "Tenant", "billing.example.org");
        for (String tenant : List.of("north", "south")) {
            cluster.apply("""
                    apiVersion: billing.example.org/v1
                    kind: Tenant
                    metadata: {name: %s, namespace: newtype}
                    spec: {plan: full}
                    """.formatted(tenant));
        }
        shop.backUp();

        RestoreReportStatus status =
                pass("newtype", "A custom resource definition is so new that Velero does not know it: noted");

        assertThat(leftOut(status)).contains("Tenant.billing.example.org/north", "Tenant.billing.example.org/south");
    }

    private RestoreReportStatus pass(String name, String scenario) {
        test(name, "shop", "15m", "");
        assertThat(run(name).exitCode()).isZero();
        return documented(scenario, name);
    }

    private static List<String> leftOut(RestoreReportStatus status) {
        return findings(status).stream()
                .filter(finding -> finding.reason().equals("CompletenessObjectNotInBackup"))
                .filter(finding -> finding.observed().equals(NOT_IN_BACKUP))
                .map(finding -> finding.object())
                .toList();
    }

    private void define(String plural, String kind, String group) {
        cluster.apply("""
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: PLURAL.GROUP}
                spec:
                  group: GROUP
                  scope: Namespaced
                  names: {kind: KIND, plural: PLURAL}
                  versions:
                  - name: v1
                    served: true
                    storage: true
                    schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
                """.replace("PLURAL", plural).replace("GROUP", group).replace("KIND", kind));
        cluster.kubectl("wait", "--for=condition=Established", "crd/" + plural + "." + group, "--timeout=30s")
                .orFail();
    }
}
