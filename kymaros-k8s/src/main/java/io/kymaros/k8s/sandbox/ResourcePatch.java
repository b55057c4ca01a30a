package io.kymaros.k8s.sandbox;

import java.util.Optional;

/**
 * A change to the objects of one resource type, or of all, while they are restored.
 *
 * @param groupResource resource type as plural.group, for example {@code cronjobs.batch}, or {@link #EVERY_TYPE}
 * @param when which objects are changed; empty for all
 * @param change what is changed
 * @param effect what the patch does, for the report
 */
public record ResourcePatch(String groupResource, Optional<Match> when, Change change, String effect) {

    /** Stands for all resource types. */
    public static final String EVERY_TYPE = "*";

    /** Whether it changes objects of a type, as plural.group. */
    public boolean isFor(String type) {
        return groupResource.equals(EVERY_TYPE) || groupResource.equals(type);
    }

    /** A change to all objects of one resource type. */
    public ResourcePatch(String groupResource, String mergePatch, String effect) {
        this(groupResource, Optional.empty(), new MergePatch(mergePatch), effect);
    }

    /**
     * Chooses the objects that hold a value.
     *
     * @param path JSON pointer (RFC 6901), for example {@code /spec/type}
     * @param value the value that stands there
     */
    public record Match(String path, String value) {}

    /** What is changed. */
    public sealed interface Change permits MergePatch, EachElement {}

    /**
     * A JSON merge patch (RFC 7386).
     *
     * @param json the patch
     */
    public record MergePatch(String json) implements Change {}

    /**
     * Sets one field of each element of a list, which a merge patch can't. The list must be there.
     *
     * @param list JSON pointer of the list, for example {@code /spec/ports}
     * @param field name of the field
     * @param json its new value
     */
    public record EachElement(String list, String field, String json) implements Change {}
}
