package io.kymaros.velero;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestoreFaultsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "error restoring services/box/api: Service \"api\" is invalid: spec.ports[0].nodePort: Invalid value: 30777:"
                        + " provided port is already allocated",
                "error restoring services/box/api: Service \"api\" is invalid: spec.ports[100].nodePort: Forbidden: may not"
                        + " be used when `type` is 'ClusterIP'",
                "error restoring persistentvolumeclaims/box/data: persistentvolumeclaims \"data\" is forbidden: exceeded"
                        + " quota: kymaros-quota, requested: requests.storage=2Gi, used: requests.storage=0, limited:"
                        + " requests.storage=1Gi",
                "error restoring pods/box/bare: pods \"bare\" is forbidden: violates PodSecurity \"restricted:latest\"",
                "error restoring deployments.apps/box/api: Internal error occurred: failed calling webhook"
                        + " \"check.example.com\": failed to call webhook: Post \"https://check.tools.svc:443/?timeout=10s\":"
                        + " service \"check\" not found",
                "error restoring secrets/box/one: etcdserver: request timed out",
            })
    void theSandboxAndTheClusterAreNotTheBackup(String error) {
        assertThat(RestoreFaults.comesFromSurroundings(error)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unexpected EOF",
                "error downloading backup: connection refused",
                "error restoring configmaps/box/poison: admission webhook \"check.example.com\" denied the request: no i/o"
                        + " timeout is set",
                "error restoring configmaps/box/poison: ValidatingAdmissionPolicy 'no-poison' with binding 'no-poison'"
                        + " denied request: exceeded quota: of poison",
                "error restoring services/box/api: Service \"api\" is invalid: spec.ports[0].port: Invalid value: 0",
                "error restoring certificates.cert-manager.io/box/web: the server could not find the requested resource",
                "stderr: exec hook: connection refused",
                "error restoring services/box/api: Service \"api\" is invalid: spec.type: Unsupported value: \"connection"
                        + " refused\": supported values: \"ClusterIP\"",
                "error restoring configmaps/box/a: ConfigMap \"a\" is invalid: metadata.labels: Invalid value: \"say \\\"x\\\""
                        + " exceeded quota: \": a valid label must be short",
                "error restoring services/box/api: Service \"api\" is invalid: [spec.ports[0].nodePort: Invalid value: 30777:"
                        + " provided port is already allocated, spec.ports[1].port: Invalid value: 0: must be between 1 and"
                        + " 65535, inclusive]",
            })
    void everythingElseStaysAnErrorOfTheRestore(String error) {
        assertThat(RestoreFaults.comesFromSurroundings(error)).isFalse();
    }
}
