package io.kymaros.k8s.sandbox;

import java.util.Optional;

/**
 * A change to the objects of one resource type while they are restored.
 *
 * @param groupResource resource type as plural.group, for example {@code cronjobs.batch}
 * @param when which objects are changed; empty for all
 * @param mergePatch JSON merge patch (RFC 7386)
 * @param effect what the patch does, for the report
 */
public record ResourcePatch(String groupResource, Optional<Match> when, String mergePatch, String effect) {

    /** A change to all objects of one resource type. */
    public ResourcePatch(String groupResource, String mergePatch, String effect) {
        this(groupResource, Optional.empty(), mergePatch, effect);
    }

    /**
     * Chooses the objects that hold a value.
     *
     * @param path JSON pointer (RFC 6901), for example {@code /spec/type}
     * @param value the value that stands there
     */
    public record Match(String path, String value) {}
}
