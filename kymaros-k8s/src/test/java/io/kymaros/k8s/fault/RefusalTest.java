package io.kymaros.k8s.fault;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "admission webhook \"a.b\" denied the request: exceeded quota: i/o timeout | DENIED_BY_WEBHOOK",
                "admission webhook \"a.b\" denied the request: no service account | DENIED_BY_WEBHOOK",
                "pods \"a\" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: x509 | DENIED_BY_POLICY",
                "Service \"a\" is invalid: spec.ports[0].nodePort: Invalid value: 30777: provided port is already allocated | TAKEN",
                "Service \"a\" is invalid: [spec.ports[0].nodePort: Invalid value: 1: provided port is already allocated, spec.ports[1].nodePort: Invalid value: 2: provided port is already allocated] | TAKEN",
                "Service \"a\" is invalid: [spec.ports[0].nodePort: Invalid value: 1: provided port is already allocated, spec.type: Required value] | INVALID",
                "Service \"a\" is invalid: spec.type: Unsupported value: \"connection refused\" | INVALID",
                "Service \"a\" is invalid: spec.type: Unsupported value: \"provided port is already allocated\" | INVALID",
                "unknown: Invalid value: \"say \\\"i\\\" connection refused\" | OTHER",
                "unknown: Invalid value: \"cut off: connection refused | OTHER",
                "pods \"exceeded quota\" is forbidden: exceeded quota: q, requested: pods=1 | QUOTA",
                "pods \"a\" is forbidden: violates PodSecurity \"restricted:latest\": host namespaces | POD_SECURITY",
                "secrets \"a\" is forbidden: unable to create new content in namespace box because it is being terminated | TERMINATING",
                "Internal error occurred: failed calling webhook \"a.b\": Post \"https://x\": connection refused | WEBHOOK_NOT_REACHED",
                "pods \"a\" is forbidden: error looking up service account box/a: serviceaccount \"a\" not found | ACCOUNT_MISSING",
                "pods \"a\" is forbidden: no PriorityClass with name high was found | CLASS_MISSING",
                "pods \"a\" is forbidden: maximum cpu usage per Pod is 1, but limit is 2 | LIMIT_RANGE",
                "Post \"https://10.0.0.1:443/api\": dial tcp 10.0.0.1:443: connect: connection refused | API_NOT_REACHED",
                "secrets \"connection refused\" not found | OTHER",
            })
    void formAndTheServersOwnWordsDecide(String answer, Refusal expected) {
        assertThat(Refusal.of(answer)).isEqualTo(expected);
    }
}
