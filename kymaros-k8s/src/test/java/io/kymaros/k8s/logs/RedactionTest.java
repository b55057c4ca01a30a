package io.kymaros.k8s.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    private static final String CANARY = "hunter2";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DB_PASSWORD=hunter2",
                "export DB_PASSWORD='hunter2 with spaces'",
                "db.password: hunter2",
                "{\"password\":\"hunter2\"}",
                "{\\\"clientSecret\\\":\\\"hunter2\\\"}",
                "{'api_key': 'hunter2'}",
                "SERVICE_TOKEN = \"hunter2\"",
                "secret_key=>hunter2",
                "Authorization: Bearer hunter2",
                "authorization: Basic hunter2",
                "Cookie: sid=hunter2; path=/",
                "AWS_SECRET_ACCESS_KEY=hunter2",
                "mysqld --password hunter2 --verbose",
                "starting with --db-token=hunter2",
                "postgres://shop:hunter2@db:5432/shop",
                "postgres://shop:p@ss/hunter2@db:5432/shop",
                "amqp://hunter2@queue/",
                "https://user:hunter2@registry.example/v2/",
                "connecting, dsn=shop:hunter2@tcp(db)/shop",
                "Server=db;Pwd=hunter2;Uid=shop"
            })
    void secretWithANameIsGone(String line) {
        assertThat(Redaction.of(line)).doesNotContain(CANARY).contains("[redacted]");
        assertThat(Redaction.of(Redaction.of(line))).isEqualTo(Redaction.of(line));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "got eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
                "key AKIAIOSFODNN7EXAMPLE",
                "with wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                "login ghp_16C7e42F292c6912E7710c838347Ae178B4a",
                "said xoxb-2048-abcdefgh12",
                "sum 5f4dcc3b5aa765d61d8327deb882cf995f4dcc3b",
                "is q7w8e9r0t1y2u3i4o5p6a7s8d9f0"
            })
    void secretWithoutANameIsGoneWhenItLooksLikeOne(String line) {
        String before = line.substring(0, line.indexOf(' '));
        assertThat(Redaction.of(line)).isEqualTo(before + " [redacted]");
    }

    @Test
    void privateKeyIsGoneFromItsFirstLineToItsLast() {
        List<String> clean = Redaction.of(List.of(
                "loading",
                "-----BEGIN RSA PRIVATE KEY-----",
                "Proc-Type: 4,ENCRYPTED",
                "MIIEowIBAAKCAQEA",
                "abcd==",
                "-----END RSA PRIVATE KEY-----",
                "loaded"));
        assertThat(clean).startsWith("loading").endsWith("loaded").hasSize(7);
        assertThat(clean.subList(1, 6)).containsOnly("[redacted]");
    }

    @Test
    void privateKeyInOneLineIsGone() {
        assertThat(Redaction.of("key: -----BEGIN EC PRIVATE KEY-----\\nMHcCAQ\\n-----END EC PRIVATE KEY----- done"))
                .doesNotContain("MHcCAQ")
                .contains("done");
    }

    @Test
    void keyThatNeverEndsDoesNotSwallowTheRest() {
        assertThat(Redaction.of(List.of("-----BEGIN PRIVATE KEY-----", "MIIEow", "panic: no key in /etc, giving up")))
                .endsWith("panic: no key in /etc, giving up");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "container main: CreateContainerConfigError, secret \"db-credentials\" not found",
                "MountVolume.SetUp failed for volume \"tls-secret\" : secret \"tls\" not found",
                "pods \"api-7d9f8b6c5d-x2x9q\" is forbidden: exceeded quota: kymaros-quota, requested: requests.cpu=1",
                "password authentication failed for user \"shop\"",
                "Back-off pulling image \"registry.example/shop/api@sha256:"
                        + "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\"",
                "at io.kymaros.k8s.pods.PodStartupGatherer.gather(PodStartupGatherer.java:42)",
                "uid 0b4c3f57-7a5c-4a56-8f5b-1b8f8f1d6c11, 2026-01-01T00:00:00.000Z, exit code 1",
                "GET http://api.shop.svc:8080/healthz returned 503"
            })
    void whatIsNoSecretStays(String line) {
        assertThat(Redaction.of(line)).isEqualTo(line);
    }

    @Property(tries = 300)
    void secretIsGoneWhateverStandsAroundIt(@ForAll("noise") String before, @ForAll("noise") String after) {
        assertThat(Redaction.of(before + " token=" + CANARY + " " + after)).doesNotContain(CANARY);
    }

    @Provide
    Arbitrary<String> noise() {
        return Arbitraries.strings().withChars("ab =:\"'{}[],;-_/\\&@.").ofMaxLength(40);
    }
}
