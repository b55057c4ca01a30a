package io.kymaros.k8s.sandbox;

/**
 * A change to every object of one resource type while it is restored.
 *
 * @param groupResource resource type as plural.group, for example {@code cronjobs.batch}
 * @param mergePatch JSON merge patch (RFC 7386)
 * @param effect what the patch prevents, for the report
 */
public record ResourcePatch(String groupResource, String mergePatch, String effect) {}
