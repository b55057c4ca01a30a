package io.kymaros.velero;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class NamespaceFilterTest {
    @Example
    void noIncludeMeansEverything() {
        assertThat(new NamespaceFilter(List.of(), List.of()).holds("shop")).isTrue();
        assertThat(new NamespaceFilter(List.of("*"), List.of()).holds("shop")).isTrue();
        assertThat(new NamespaceFilter(List.of(), List.of("shop")).holds("shop"))
                .isFalse();
    }

    @Example
    void onlyNamedNamespacesAreHeld() {
        NamespaceFilter filter = new NamespaceFilter(List.of("shop", "cart"), List.of("cart"));
        assertThat(filter.holds("shop")).isTrue();
        assertThat(filter.holds("shop2")).isFalse();
        assertThat(filter.lacks(List.of("shop", "cart", "db"))).containsExactly("cart", "db");
        assertThat(filter.named()).containsExactly("shop");
        assertThat(filter).hasToString("shop, cart except cart");
    }

    @Example
    void globsAreVeleros() {
        assertThat(new NamespaceFilter(List.of("shop-*"), List.of()).holds("shop-eu"))
                .isTrue();
        assertThat(new NamespaceFilter(List.of("shop-*"), List.of()).holds("myshop-eu"))
                .isFalse();
        assertThat(new NamespaceFilter(List.of("shop-?"), List.of()).holds("shop-1"))
                .isTrue();
        assertThat(new NamespaceFilter(List.of("shop-?"), List.of()).holds("shop-12"))
                .isFalse();
        assertThat(new NamespaceFilter(List.of("shop-[a-c]"), List.of()).holds("shop-b"))
                .isTrue();
        assertThat(new NamespaceFilter(List.of("shop-[a-c]"), List.of()).holds("shop-d"))
                .isFalse();
        assertThat(new NamespaceFilter(List.of("*"), List.of("kube-*")).holds("kube-system"))
                .isFalse();
        assertThat(new NamespaceFilter(List.of("shop.x"), List.of()).holds("shop-x"))
                .isFalse();
    }

    @Example
    void namesNothingWhenAnyIncludeIsAGlob() {
        assertThat(new NamespaceFilter(List.of("shop", "cart-*"), List.of()).named())
                .isEmpty();
        assertThat(new NamespaceFilter(List.of(), List.of()).named()).isEmpty();
    }

    @Property
    void aNameHoldsItselfAndNothingElse(@ForAll("names") String one, @ForAll("names") String other) {
        assertThat(new NamespaceFilter(List.of(one), List.of()).holds(other)).isEqualTo(one.equals(other));
    }

    @Property
    void whatIsExcludedIsNeverHeld(@ForAll("names") String name, @ForAll("patterns") String include) {
        assertThat(new NamespaceFilter(List.of(include), List.of(name)).holds(name))
                .isFalse();
    }

    @Property
    void anyPatternCanBeRead(@ForAll("patterns") String pattern, @ForAll("names") String name) {
        NamespaceFilter filter = new NamespaceFilter(List.of(pattern), List.of());
        assertThat(filter.holds(name)).isIn(true, false);
        assertThat(new NamespaceFilter(List.of(pattern, name), List.of()).holds(name))
                .isTrue();
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings().withChars("abz019-").ofMinLength(1).ofMaxLength(4);
    }

    @Provide
    Arbitrary<String> patterns() {
        return Arbitraries.strings().withChars("ab9-*?[]\\^&.").ofMinLength(1).ofMaxLength(8);
    }
}
