package io.kymaros.velero.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Names and notations that Velero's resources share. */
public final class Velero {
    /** The API group. */
    public static final String GROUP = "velero.io";

    /** The API version. */
    public static final String VERSION = "v1";

    /** Label with the name of a backup. */
    public static final String BACKUP_NAME_LABEL = "velero.io/backup-name";

    /** Label with the name of a restore. */
    public static final String RESTORE_NAME_LABEL = "velero.io/restore-name";

    private static final int LONGEST_LABEL = 63;
    private static final int HASH_LENGTH = 6;

    private Velero() {}

    /** A name as Velero writes it into a label: one that is too long keeps its start and ends in a hash. */
    public static String labelValue(String name) {
        if (name.length() <= LONGEST_LABEL) {
            return name;
        }
        return name.substring(0, LONGEST_LABEL - HASH_LENGTH) + sha256(name).substring(0, HASH_LENGTH);
    }

    /** A time of the API (RFC 3339); empty when there is none. */
    public static Optional<Instant> time(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
