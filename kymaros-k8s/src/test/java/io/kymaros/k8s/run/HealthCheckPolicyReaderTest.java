package io.kymaros.k8s.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.kymaros.k8s.api.HealthCheckPolicySpec.Check;
import io.kymaros.k8s.fault.InvalidInputException;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HealthCheckPolicyReaderTest {
    @Test
    void checksOfEveryTypeAreReadInOrder() {
        assertThat(read(Plans.policy()))
                .extracting(Check::name)
                .containsExactly("pods", "front", "db", "query", "keys");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/spec | null | spec.checks",
                "/spec/checks | null | spec.checks",
                "/spec/checks | [] | spec.checks",
                "/spec/checks/0 | null | spec.checks[0]",
                "/spec/checks/0/name | '' | spec.checks[0].name",
                "/spec/checks/1/name | pods | spec.checks[1].name",
                "/spec/checks/0/name | aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa | spec.checks[0].name",
                "/spec/checks/0/type | null | spec.checks[0].type",
                "/spec/checks/0/type | exec | spec.checks[0].",
                "/spec/checks/0/podStatus | null | spec.checks[0].podStatus",
                "/spec/checks/0/tcpSocket | {service: db, port: 1} | spec.checks[0].tcpSocket",
                "/spec/checks/0/podStatus/labelSelector | {} | spec.checks[0].podStatus.labelSelector",
                "/spec/checks/0/podStatus/labelSelector | {app: null} | spec.checks[0].podStatus.labelSelector",
                "/spec/checks/0/podStatus/minReady | 0 | spec.checks[0].podStatus.minReady",
                "/spec/checks/0/podStatus/minReady | -1 | spec.checks[0].podStatus.minReady",
                "/spec/checks/0/podStatus/timeout | soon | spec.checks[0].podStatus.timeout",
                "/spec/checks/0/podStatus/timeout | 0s | spec.checks[0].podStatus.timeout",
                "/spec/checks/1/httpGet/service | '' | spec.checks[1].httpGet.service",
                "/spec/checks/1/httpGet/service | ../../pods | spec.checks[1].httpGet.service",
                "/spec/checks/1/httpGet/port | 0 | spec.checks[1].httpGet.port",
                "/spec/checks/1/httpGet/port | 65536 | spec.checks[1].httpGet.port",
                "/spec/checks/1/httpGet/expectedStatus | 99 | spec.checks[1].httpGet.expectedStatus",
                "/spec/checks/1/httpGet/expectedStatus | 600 | spec.checks[1].httpGet.expectedStatus",
                "/spec/checks/1/httpGet/retries | -1 | spec.checks[1].httpGet.retries",
                "/spec/checks/1/httpGet/retries | 101 | spec.checks[1].httpGet.retries",
                "/spec/checks/1/httpGet/timeout | 0ms | spec.checks[1].httpGet.timeout",
                "/spec/checks/2/tcpSocket/service | null | spec.checks[2].tcpSocket.service",
                "/spec/checks/2/tcpSocket/port | -1 | spec.checks[2].tcpSocket.port",
                "/spec/checks/2/tcpSocket/timeout | 0.1ms | spec.checks[2].tcpSocket.timeout",
                "/spec/checks/3/exec/podSelector | {} | spec.checks[3].exec.podSelector",
                "/spec/checks/3/exec/command | [] | spec.checks[3].exec.command",
                "/spec/checks/3/exec/command | [null] | spec.checks[3].exec.command",
                "/spec/checks/3/exec/successExitCode | 256 | spec.checks[3].exec.successExitCode",
                "/spec/checks/3/exec/timeout | 1 | spec.checks[3].exec.timeout",
                "/spec/checks/1/httpGet/body | {} | spec.checks[1].httpGet.body",
                "/spec/checks/3/exec/output | {} | spec.checks[3].exec.output",
                "/spec/checks/3/exec/output | {matches: '(a'} | spec.checks[3].exec.output.matches",
                "/spec/checks/3/exec/output | {matches: '(a)\\1'} | spec.checks[3].exec.output.matches",
                "/spec/checks/3/exec/output | {number: {}} | spec.checks[3].exec.output.number",
                "/spec/checks/3/exec/output | {number: {min: 2, max: 1}} | spec.checks[3].exec.output.number",
                "/spec/checks/3/exec/output | {number: {min: 2}, time: {notOlderThan: 2h}} | spec.checks[3].exec.output",
                "/spec/checks/3/exec/output | {time: {}} | spec.checks[3].exec.output.time.notOlderThan",
                "/spec/checks/3/exec/output | {time: {notOlderThan: 2}} | spec.checks[3].exec.output.time.notOlderThan",
                "/spec/checks/4/resourceExists/resources | [] | spec.checks[4].resourceExists.resources",
                "/spec/checks/4/resourceExists/resources | [null] | spec.checks[4].resourceExists.resources",
                "/spec/checks/4/resourceExists/resources | [{kind: '', name: db}] | spec.checks[4].resourceExists.resources",
                "/spec/checks/4/resourceExists/resources | [{kind: Secret}] | spec.checks[4].resourceExists.resources"
            })
    void whatCanNotWorkIsRefusedWithItsField(String pointer, String value, String field) {
        ObjectNode policy = Plans.policy();
        Plans.put(policy, pointer, value);
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> read(policy))
                .withMessageStartingWith("HealthCheckPolicy kymaros-system/shop-checks: " + field);
    }

    @Test
    void moreChecksThanTheResourceTakesAreRefused() {
        ObjectNode policy = Plans.policy();
        Plans.put(
                policy,
                "/spec/checks",
                IntStream.rangeClosed(0, 100)
                        .mapToObj(i -> "{name: c" + i + ", type: tcpSocket, tcpSocket: {service: db, port: 1}}")
                        .collect(Collectors.joining(", ", "[", "]")));
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> read(policy))
                .withMessageContaining(": spec.checks: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/healthz",
                "/a/b/c",
                "/search?q=1&r=%20",
                "/@scope/package",
                "/a//b",
                "/~user/;v=1",
                "/%C3%A4"
            })
    void pathsOfTheServiceAreTaken(String path) {
        assertThatCode(() -> read(withPath(path))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "healthz",
                "//evil.example",
                "///evil.example",
                "/\\evil.example",
                "\\\\evil.example",
                "/\\\\evil.example",
                "@evil.example/",
                ":80@evil.example/",
                ".evil.example/",
                ":1/",
                "?x",
                "#x",
                "http://evil.example/",
                "https://169.254.169.254/latest/meta-data/",
                "file:///etc/passwd",
                "/ HTTP/1.1\r\nHost: evil.example",
                "/a\r\nX-Injected: 1",
                "/a\nb",
                "/a\rb",
                "/a b",
                "/\t",
                "/\0",
                "/\u007f",
                "/\u0085",
                "/\u2028",
                "/\u00a0",
                "/%",
                "/%zz",
                "/{x}",
                "/<x>",
                "/[x]",
                "/|",
                "/^",
                "/`",
                "/\"",
                "/a#fragment"
            })
    void pathThatCouldLeadElsewhereOrIsNoneIsRefused(String path) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> read(withPath(path)))
                .withMessageContaining("spec.checks[1].httpGet.path")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContainPattern("\\p{Cntrl}"));
    }

    @Property
    void pathThatIsTakenStaysOnItsHost(@ForAll("paths") String path) {
        try {
            read(withPath(path));
        } catch (InvalidInputException e) {
            return;
        }
        URI uri = URI.create("http://127.0.0.1:8080" + path);
        assertThat(uri.getHost()).isEqualTo("127.0.0.1");
        assertThat(uri.getPort()).isEqualTo(8080);
        assertThat(uri.getUserInfo()).isNull();
        assertThat(uri.getRawPath()).startsWith("/");
    }

    @Provide
    Arbitrary<String> paths() {
        Arbitrary<String> parts = Arbitraries.of(
                "/",
                "//",
                "\\",
                "@",
                ":",
                "?",
                "#",
                "%",
                "%2f",
                "..",
                ".",
                "evil.example",
                "[::1]",
                "\r\n",
                " ",
                "\0",
                ";",
                "http:",
                "a",
                "\u2028",
                "\uff0f",
                "&",
                "=",
                "~");
        return parts.list().ofMaxSize(8).map(list -> String.join("", list));
    }

    private static ObjectNode withPath(String path) {
        ObjectNode policy = Plans.policy();
        ((ObjectNode) policy.at("/spec/checks/1/httpGet")).set("path", TextNode.valueOf(path));
        return policy;
    }

    private static List<Check> read(ObjectNode policy) {
        return new HealthCheckPolicyReader(Plans.policy(policy)).checks();
    }
}
