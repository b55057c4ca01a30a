package io.kymaros.k8s.backup;

import io.kymaros.k8s.sandbox.ResourcePatch;
import java.util.List;
import java.util.Map;
import org.immutables.value.Value;

/** Which backup to restore, where to, and how it is kept from doing harm. */
@Value.Immutable
public interface RestoreRequest {
    /** Name for the restore; the same for every attempt of one run. */
    String restoreName();

    /** The backup. */
    Backup backup();

    /** Source namespace to sandbox namespace; nothing outside these keys is restored. */
    Map<String, String> namespaceMapping();

    /** Labels for everything that is created for the restore. */
    Map<String, String> labels();

    /** Resource types to restore, as plural.group; of no other type anything may come back, but for the volumes of claims. */
    List<String> resources();

    /** Changes to make to objects while they are restored, so that they have no effect outside the sandbox. */
    List<ResourcePatch> patches();

    /** Refuses a request that names no type: to many a tool that means each. */
    @Value.Check
    default void check() {
        if (resources().isEmpty()) {
            throw new IllegalArgumentException("a restore must name the resource types that may come back");
        }
    }

    /** Starts an empty request. */
    static ImmutableRestoreRequest.Builder builder() {
        return ImmutableRestoreRequest.builder();
    }
}
