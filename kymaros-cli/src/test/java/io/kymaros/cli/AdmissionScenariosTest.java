package io.kymaros.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kymaros.k8s.api.RestoreReportStatus;
import io.kymaros.testcluster.TestCluster;
import org.junit.jupiter.api.Test;

/** Policies of the cluster that exempt the source by a label of its namespace. */
class AdmissionScenariosTest extends Scenarios {
    AdmissionScenariosTest(TestCluster cluster) {
        super(cluster);
    }

    @Test
    void aSandboxWithoutTheLabelThatExemptsTheSourceIsToBlame() {
        exempt("unexempt").backUp();
        test("unexempt", "shop", "15m", "");

        run("unexempt");

        RestoreReportStatus status = documented(
                "A policy refuses pods, and exempts the source by a label that the sandbox lacks", "unexempt");
        assertThat(findings(status)).anySatisfy(finding -> assertThat(finding.observed())
                .contains("spec.sandbox.labels: {policy.example.org/unexempt: true}"));
    }

    @Test
    void aSandboxWithTheLabelIsExemptAsTheSourceIs() {
        exempt("exempted").backUp();
        cluster.apply(testYaml("exempted", "exempted", "exempted", "shop", "15m", "")
                .replace(
                        "sandbox: {ttl: 30s}", "sandbox: {ttl: 30s, labels: {policy.example.org/exempted: \"true\"}}"));

        run("exempted");

        documented("The same, and the test gives the sandbox that label", "exempted");
    }

    /** A shop with a Deployment whose pods the cluster takes only where the namespace is exempt. */
    private Shop exempt(String name) {
        Shop shop = new Shop(cluster, name).deploy();
        cluster.kubectl("label", "namespace", name, "policy.example.org/" + name + "=true")
                .orFail();
        cluster.apply("""
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicy
                metadata: {name: NAME}
                spec:
                  matchConstraints:
                    resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
                  matchConditions:
                  - {name: of-this-scenario, expression: "object.spec.containers.exists(c, c.image == 'example/NAME')"}
                  validations:
                  - {expression: "has(object.spec.securityContext) && has(object.spec.securityContext.seccompProfile)",
                     message: pods need a seccomp profile}
                ---
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicyBinding
                metadata: {name: NAME}
                spec:
                  policyName: NAME
                  validationActions: [Deny]
                  matchResources:
                    namespaceSelector: {matchExpressions: [{key: policy.example.org/NAME, operator: DoesNotExist}]}
                """.replace("NAME", name));
        awaitPolicy(name);
        cluster.apply("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: legacy, namespace: NAME}
                spec:
                  selector: {matchLabels: {app: legacy}}
                  template:
                    metadata: {labels: {app: legacy}}
                    spec: {containers: [{name: legacy, image: example/NAME}]}
                """.replace("NAME", name));
        cluster.kubectl("-n", name, "rollout", "status", "deployment/legacy", "--timeout=60s")
                .orFail();
        return shop;
    }

    /** The API server learns of a policy a moment after it was made. */
    private void awaitPolicy(String name) {
        for (int i = 0; i < 60; i++) {
            boolean refused = cluster.kubectl(
                                    "-n",
                                    "default",
                                    "run",
                                    "canary-" + name,
                                    "--image=example/" + name,
                                    "--dry-run=server")
                            .exitCode()
                    != 0;
            if (refused) {
                return;
            }
            try {
                Thread.sleep(1000);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        throw new IllegalStateException("policy " + name + " does not refuse anything");
    }
}
