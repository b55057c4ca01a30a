package io.kymaros.k8s.document;

import io.kymaros.core.evidence.RunEvidence;
import io.kymaros.core.policy.ScoringPolicy;
import io.kymaros.k8s.fault.InvalidInputException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * The evidence of a run and the policy by which it is judged, as a document of its own. It reads and writes YAML and JSON;
 * what is written is the same for the same evidence, to the byte, and reads as the same evidence.
 */
@Value.Immutable
public interface EvidenceDocument {
    /** Version of the format. */
    String API_VERSION = "kymaros.io/evidence/v1";

    /** What a file may measure that people write by hand: 1 MiB. */
    int HAND_WRITTEN = 1024 * 1024;

    /** A sentence or two on what happened, for people. */
    Optional<String> about();

    /** Name of the report that was made of the evidence. */
    Optional<String> reportName();

    /** The policy by which it is judged. */
    @Value.Default
    default ScoringPolicy policy() {
        return ScoringPolicy.standard();
    }

    /** What was observed. */
    RunEvidence evidence();

    /** What the evidence should score; only in documents that implementations are tried with. */
    Optional<Expectation> expected();

    /** Version of the format: {@link #API_VERSION}. */
    @Value.Derived
    default String apiVersion() {
        return API_VERSION;
    }

    /** Starts an empty document. */
    static ImmutableEvidenceDocument.Builder builder() {
        return ImmutableEvidenceDocument.builder();
    }

    /** The document of a run. */
    static EvidenceDocument of(RunEvidence evidence, ScoringPolicy policy) {
        return builder().evidence(evidence).policy(policy).build();
    }

    /**
     * Reads a document of at most {@link #HAND_WRITTEN} bytes.
     *
     * @param source what to call it in messages, for example the file's name
     * @throws InvalidInputException naming the line or the field, and what is expected there
     */
    static EvidenceDocument read(String source, InputStream in) {
        return read(source, in, HAND_WRITTEN);
    }

    /**
     * Reads a document of a given size, for example one that a large run wrote.
     *
     * @param maxBytes what it may measure
     * @throws InvalidInputException naming the line or the field, and what is expected there
     */
    static EvidenceDocument read(String source, InputStream in, int maxBytes) {
        return DocumentForms.DOCUMENT.read(DocumentTree.read(source, in, maxBytes), Place.top(source));
    }

    /** The document as YAML. */
    default String toYaml() {
        return DocumentTree.yaml(DocumentForms.DOCUMENT.write(this));
    }

    /** The document as JSON. */
    default String toJson() {
        return DocumentTree.json(DocumentForms.DOCUMENT.write(this));
    }

    /** SHA-256 of the document as YAML in UTF-8, in hexadecimal digits. */
    default String digest() {
        try {
            byte[] bytes = toYaml().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
