package io.kymaros.cli;

import io.kymaros.testcluster.TestCluster;

/** An admission policy of the cluster, which refuses to create some objects. */
final class AdmissionPolicy {
    private static final int ATTEMPTS = 300;

    private AdmissionPolicy() {}

    /**
     * Refuses what a scenario's source namespace holds in all other namespaces, so in the scenario's sandbox too.
     *
     * @param cluster where
     * @param source the source namespace, in which everything stays allowed
     * @param resources which resources, for example {@code secrets, configmaps}
     * @param refused a CEL expression that is true of the {@code object} to refuse, and of no other scenario's objects
     * @param message a CEL expression of what the API server says then
     */
    static void refuseOutside(TestCluster cluster, String source, String resources, String refused, String message) {
        refuse(
                cluster,
                "outside-" + source,
                resources,
                "object.metadata.namespace != '%s' && %s".formatted(source, refused),
                message);
    }

    /**
     * Refuses objects, and waits until the API server does: it takes a moment to learn of a new policy.
     *
     * @param cluster where
     * @param name the policy's name
     * @param resources which resources
     * @param refused a CEL expression that is true of the {@code object} to refuse
     * @param message a CEL expression of what the API server says then
     */
    static void refuse(TestCluster cluster, String name, String resources, String refused, String message) {
        String canary = name + "-canary";
        cluster.apply("""
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicy
                metadata: {name: NAME}
                spec:
                  matchConstraints:
                    resourceRules:
                    - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [RESOURCES]}
                    - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [configmaps]}
                  validations:
                  - expression: "object.metadata.name != 'CANARY' && !(REFUSED)"
                    messageExpression: "MESSAGE"
                ---
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicyBinding
                metadata: {name: NAME}
                spec: {policyName: NAME, validationActions: [Deny]}
                """.replace("NAME", name)
                .replace("RESOURCES", resources)
                .replace("CANARY", canary)
                .replace("REFUSED", refused)
                .replace("MESSAGE", message));
        for (int attempt = 1; !refuses(cluster, canary); attempt++) {
            if (attempt == ATTEMPTS) {
                throw new IllegalStateException("the API server does not know the admission policy " + name + " yet");
            }
            pause();
        }
    }

    private static boolean refuses(TestCluster cluster, String canary) {
        return cluster.kubectl("-n", "default", "create", "configmap", canary, "--dry-run=server")
                        .exitCode()
                != 0;
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the API server learns of an admission policy", e);
        }
    }
}
