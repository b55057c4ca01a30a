package io.kymaros.k8s.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.kymaros.k8s.fault.InvalidInputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** Whatever a file holds, it is read, or refused with a message that names the file. */
class StrictYamlFuzzTest {
    private static final byte[] VALID = everything();

    /** What stands in YAML that means something to its reader. */
    private static final List<String> TOKENS = List.of(
            "*a",
            "&a ",
            "<<: *a\n",
            "- ",
            ": ",
            "\n",
            "\n  ",
            "{",
            "}",
            "[",
            "]",
            "\"",
            "'",
            "|\n",
            ">\n",
            "!!str ",
            "!!binary ",
            "!<x> ",
            "---\n",
            "...\n",
            "%YAML 1.1\n",
            "%TAG ! x\n",
            "# ",
            "\t",
            "\r",
            "\0",
            "\u0007",
            "\ufeff",
            "\u2028",
            "\ud83d\ude00",
            "null",
            "~",
            "true",
            ".nan",
            "0x1f",
            "1_000",
            "2024-01-15",
            "? ",
            "@",
            "`",
            "metadata: null\n",
            "spec: null\n",
            "kind: RestoreReport\n",
            "status: {score: 101}\n");

    /** Changes bytes; returns the changed copy. */
    interface Mutation {
        byte[] of(byte[] bytes);
    }

    @Property(tries = 3000)
    void changedFileIsReadOrRefused(@ForAll("mutations") @Size(min = 1, max = 6) List<Mutation> mutations) {
        byte[] bytes = VALID;
        for (Mutation mutation : mutations) {
            bytes = mutation.of(bytes);
        }
        readOrRefuse(bytes);
    }

    @Property
    void arbitraryBytesAreReadOrRefused(@ForAll byte[] bytes) {
        readOrRefuse(bytes);
    }

    @Property
    void arbitraryTextIsReadOrRefused(@ForAll String text) {
        readOrRefuse(text.getBytes(StandardCharsets.UTF_8));
    }

    @Property
    void arbitraryTokensAreReadOrRefused(@ForAll("tokens") List<String> tokens) {
        readOrRefuse(String.join("", tokens).getBytes(StandardCharsets.UTF_8));
    }

    private static void readOrRefuse(byte[] bytes) {
        List<HasMetadata> resources = new ArrayList<>();
        try {
            resources.addAll(StrictYaml.read("fuzz.yaml", new ByteArrayInputStream(bytes)));
        } catch (InvalidInputException e) {
            assertThat(e).hasMessageStartingWith("fuzz.yaml: ");
            assertThat(e.getMessage()).hasSizeLessThan(600).doesNotContainPattern("\\p{Cntrl}");
            return;
        }
        assertThat(resources).isNotEmpty().allSatisfy(resource -> {
            assertThat(resource.getMetadata()).isNotNull();
            assertThatCode(resource::hashCode).doesNotThrowAnyException();
        });
    }

    @Provide
    Arbitrary<List<String>> tokens() {
        return Arbitraries.of(TOKENS).list().ofMaxSize(40);
    }

    @Provide
    Arbitrary<List<Mutation>> mutations() {
        Arbitrary<Integer> places = Arbitraries.integers().between(0, VALID.length);
        Arbitrary<Mutation> flipped = Combinators.combine(places, Arbitraries.bytes())
                .as((place, value) -> bytes -> {
                    byte[] changed = bytes.clone();
                    if (place < changed.length) {
                        changed[place] = value;
                    }
                    return changed;
                });
        Arbitrary<Mutation> cut = Combinators.combine(
                        places, Arbitraries.integers().between(1, 60))
                .as((place, length) -> bytes -> spliced(bytes, place, length, new byte[0]));
        Arbitrary<Mutation> inserted = Combinators.combine(places, Arbitraries.of(TOKENS))
                .as((place, token) -> bytes -> spliced(bytes, place, 0, token.getBytes(StandardCharsets.UTF_8)));
        Arbitrary<Mutation> repeated = Combinators.combine(
                        places, Arbitraries.integers().between(1, 200))
                .as((place, length) -> bytes -> {
                    int from = Math.min(place, bytes.length);
                    return spliced(
                            bytes, from, 0, Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + length)));
                });
        Arbitrary<Mutation> value = Combinators.combine(places, Arbitraries.of(TOKENS))
                .as((place, token) -> bytes -> valueReplaced(bytes, place, token));
        return Arbitraries.oneOf(flipped, cut, inserted, repeated, value).list();
    }

    /** Puts another value after some key, so that the file often stays YAML. */
    private static byte[] valueReplaced(byte[] bytes, int line, String value) {
        List<String> lines = new ArrayList<>(
                new String(bytes, StandardCharsets.UTF_8).lines().toList());
        if (lines.isEmpty()) {
            lines = new ArrayList<>(Collections.singletonList("kind: x"));
        }
        int chosen = line % lines.size();
        String old = lines.get(chosen);
        int colon = old.indexOf(':');
        lines.set(chosen, (colon < 0 ? old : old.substring(0, colon)) + ": " + value.strip());
        return String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] spliced(byte[] bytes, int place, int removed, byte[] inserted) {
        int from = Math.min(place, bytes.length);
        int to = Math.min(bytes.length, from + removed);
        byte[] changed = new byte[from + inserted.length + bytes.length - to];
        System.arraycopy(bytes, 0, changed, 0, from);
        System.arraycopy(inserted, 0, changed, from, inserted.length);
        System.arraycopy(bytes, to, changed, from + inserted.length, bytes.length - to);
        return changed;
    }

    private static byte[] everything() {
        try (InputStream in = Objects.requireNonNull(StrictYamlFuzzTest.class.getResourceAsStream("everything.yaml"))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
