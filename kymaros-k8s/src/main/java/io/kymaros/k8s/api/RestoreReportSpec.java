package io.kymaros.k8s.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** Which test the report belongs to. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RestoreReportSpec(
        @Required @JsonPropertyDescription("The RestoreTest that was run.")
        RestoreTestRef restoreTestRef) {

    /** Name and namespace of a RestoreTest. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record RestoreTestRef(
            @Required @JsonPropertyDescription("Name of the test.")
            String name,

            @JsonPropertyDescription("Namespace of the test.") @Nullable
            String namespace) {}
}
