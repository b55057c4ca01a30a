package io.kymaros.k8s.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.immutables.value.Value;
import org.jspecify.annotations.Nullable;

/** What became of a test's runs. Times are RFC 3339. */
@Value.Builder
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RestoreTestStatus(
        @Nullable String phase,
        @Nullable String lastRunAt,
        @Nullable Integer lastScore,
        @Nullable String lastResult,
        @Nullable String lastReportRef,
        @Nullable String nextRunAt,
        @Nullable List<Condition> conditions) {}
