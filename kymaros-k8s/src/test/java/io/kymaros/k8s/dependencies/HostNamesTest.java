package io.kymaros.k8s.dependencies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.kymaros.k8s.dependencies.HostNames.Mention;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostNamesTest {
    @ParameterizedTest
    @CsvSource({
        "auth.platform.svc, 0",
        "auth.platform.svc., 0",
        "auth.platform.svc.cluster.local, 0",
        "AUTH.Platform.SVC.cluster.local., 0",
        "http://auth.platform.svc:8080/path, 8080",
        "https://auth.platform.svc.cluster.local/a?b=auth.other.svc.example.com, 0",
        "postgres://user:pass@auth.platform.svc:5432/db, 5432",
        "auth-0.auth.platform.svc.cluster.local:9092, 9092",
        "--upstream=auth.platform.svc:80, 80",
        "grpc+tls:dns:///auth.platform.svc:443, 443",
        "{\"host\":\"auth.platform.svc\"}, 0",
    })
    void namesOfTheClusterAreFoundBeyondDoubt(String text, int port) {
        assertThat(HostNames.in(text)).singleElement().satisfies(mention -> {
            assertThat(mention.service()).isEqualTo("auth");
            assertThat(mention.namespace()).isEqualTo("platform");
            assertThat(mention.qualified()).isTrue();
            assertThat(mention.port()).isEqualTo(port == 0 ? OptionalInt.empty() : OptionalInt.of(port));
        });
    }

    @ParameterizedTest
    @CsvSource({
        "auth.platform, false, true",
        "auth.platform:8080, true, false",
        "http://auth.platform/x, true, false",
        "redis://:secret@auth.platform/0, true, false",
        "see auth.platform for more, false, false",
    })
    void shortNamesSayHowTheyStand(String text, boolean addressed, boolean whole) {
        assertThat(HostNames.in(text)).singleElement().satisfies(mention -> {
            assertThat(mention.qualified()).isFalse();
            assertThat(mention.addressed()).isEqualTo(addressed);
            assertThat(mention.whole()).isEqualTo(whole);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://auth.platform.com/",
                "auth.platform.svc.example.com",
                "bob@mail.platform",
                "/etc/auth.platform",
                "my_auth.platform",
                "auth.platform_x.svc",
                "auth..svc",
                "-auth.platform-.svc",
                "com.example.platform",
                "10.0.0.1:80",
                "auth.platform()",
                "# http://auth.platform.svc:80",
                "  // upstream auth.platform.svc;",
                "",
            })
    void whatIsNoNameOfAServiceIsNone(String text) {
        assertThat(HostNames.in(text)).isEmpty();
    }

    @Test
    void everyLineOfAFileIsRead() {
        List<Mention> mentions = HostNames.in("""
                # auth.platform.svc is gone
                upstream auth { server auth.platform.svc:8080; server mail.platform.svc:25; }
                """);
        assertThat(mentions).extracting(Mention::service).containsExactly("auth", "mail");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"auth.platform.svc:0", "auth.platform.svc:65536", "auth.platform.svc:80a", "auth.platform.svc:"})
    void whatIsNoPortIsNone(String text) {
        assertThat(HostNames.in(text)).singleElement().satisfies(mention -> assertThat(mention.port())
                .isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.", ".", "a", "-", "@://", ":", "a.b@", "\u0000.svc"})
    void longTextsAreReadToTheirEnd(String part) {
        assertThatNoException().isThrownBy(() -> HostNames.in(part.repeat(200_000)));
    }
}
