package io.kymaros.core.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IgnoredLossTest {
    @ParameterizedTest
    @CsvSource({
        "cache, cache, true",
        "cache, cache-0, false",
        "cache-*, cache-0, true",
        "cache-*, cache, false",
        "*, anything, true",
        "*-?, data-0, true",
        "*-?, data-10, false",
        "d*a*0, data-db-0, true",
        "d*a*0, data-db-1, false",
        "a.b, aXb, false",
        "**, x, true",
        "?, '', false",
        "*, '', true"
    })
    void nameIsAGlob(String glob, String name, boolean matches) {
        assertThat(loss("Secret", glob).matches("Secret", Optional.empty(), name))
                .isEqualTo(matches);
    }

    @Property
    void globMatchesAsTheSameRegularExpressionDoes(
            @ForAll
                    @StringLength(min = 1, max = 6)
                    @CharRange(from = 'a', to = 'b')
                    @CharRange(from = '*', to = '*')
                    @CharRange(from = '?', to = '?')
                    String glob,
            @ForAll @StringLength(max = 6) @CharRange(from = 'a', to = 'b') String name) {
        String expression = glob.replace("*", ".*").replace('?', '.');

        assertThat(Glob.matches(glob, name)).isEqualTo(Pattern.matches(expression, name));
    }

    @Test
    void kindAndNamespaceMustBeTheSame() {
        ImmutableIgnoredLoss inShop = IgnoredLoss.builder()
                .kind("Secret")
                .name("*")
                .namespace("shop")
                .reason("made anew")
                .build();

        assertThat(inShop.matches("Secret", Optional.of("shop"), "key")).isTrue();
        assertThat(inShop.matches("ConfigMap", Optional.of("shop"), "key")).isFalse();
        assertThat(inShop.matches("Secret", Optional.of("web"), "key")).isFalse();
        assertThat(inShop.matches("Secret", Optional.empty(), "key")).isFalse();
        assertThat(inShop.pattern()).isEqualTo("Secret/shop/*");
    }

    @ParameterizedTest
    @CsvSource({"' ', name, reason", "kind, '', reason", "kind, name, ' '"})
    void entryWithoutKindNameOrReasonIsRefused(String kind, String name, String reason) {
        assertThatThrownBy(() -> IgnoredLoss.builder()
                        .kind(kind)
                        .name(name)
                        .reason(reason)
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an ignored loss needs a kind, a name and a reason");
    }

    @Test
    void onlyLossesAreMarkedAndAnEntryWithoutALossIsIdle() {
        CompletenessEvidence evidence = CompletenessEvidence.builder()
                .addResourceTypes(ResourceTypeEvidence.builder()
                        .resourceType("Secret")
                        .addObjects(object("key", true), object("tmp-1", false), object("tmp-2", true))
                        .build())
                .build();
        IgnoredLoss temporary = loss("Secret", "tmp-*");
        IgnoredLoss idle = loss("Secret", "key");

        CompletenessEvidence marked = IgnoredLosses.markedIn(evidence, List.of(temporary, idle), Optional.of("shop"));

        ResourceTypeEvidence secrets = marked.resourceTypes().get(0);
        assertThat(secrets.objects())
                .extracting(ObjectEvidence::ignored)
                .containsExactly(Optional.empty(), Optional.of("can be made anew"), Optional.empty());
        assertThat(secrets.expected()).isEqualTo(2);
        assertThat(secrets.found()).isEqualTo(2);
        assertThat(marked.idleIgnoredLosses()).containsExactly(idle);
    }

    private static IgnoredLoss loss(String kind, String name) {
        return IgnoredLoss.builder()
                .kind(kind)
                .name(name)
                .reason("can be made anew")
                .build();
    }

    private static ObjectEvidence object(String name, boolean restored) {
        return ObjectEvidence.builder().name(name).restored(restored).build();
    }
}
