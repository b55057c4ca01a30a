package io.kymaros.examples.backuptool;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A backup on the shelf.
 *
 * @param namespace the namespace that was packed
 * @param labels for those who look for a box
 * @param packedAt when packing began
 * @param sealed whether everything went in
 * @param list names of what is inside, as {@code kind/name}; empty when the list was lost
 * @param objects what is inside
 */
record Box(
        String namespace,
        Map<String, String> labels,
        Instant packedAt,
        boolean sealed,
        Optional<List<String>> list,
        List<HasMetadata> objects) {}
