package io.kymaros.k8s.sandbox;

import io.kymaros.k8s.api.Api;
import io.kymaros.k8s.api.RestoreTestSpec.NetworkIsolation;
import java.time.Instant;
import java.util.Map;

/** Sandboxes as tests need them. */
public final class Sandboxes {
    /** Uid of the run. */
    public static final String UID = "a3f2c1d4-0000-4000-8000-000000000001";

    private Sandboxes() {}

    /** A sandbox for some source namespaces. */
    public static ImmutableSandbox of(Map<String, String> namespaces) {
        return Sandbox.builder()
                .namespaces(namespaces)
                .runUid(UID)
                .labels(Map.of(
                        Api.RUN_UID_LABEL, UID, Api.TEST_NAME_LABEL, "nightly", Api.TEST_NAMESPACE_LABEL, "kymaros"))
                .annotations(Map.of(Api.REPORT_ANNOTATION, "kymaros/nightly-20240115-0300"))
                .expiresAt(Instant.parse("2024-01-15T04:30:01Z"))
                .isolation(NetworkIsolation.strict)
                .build();
    }

    /** The sandbox of one source namespace. */
    public static ImmutableSandbox of(String source, String name) {
        return of(Map.of(source, name));
    }
}
