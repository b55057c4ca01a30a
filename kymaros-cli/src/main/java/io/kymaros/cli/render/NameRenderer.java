package io.kymaros.cli.render;

import io.kymaros.k8s.api.RestoreReport;
import java.util.List;
import java.util.stream.Collectors;

/** Names, as {@code kubectl -o name} prints them. */
public final class NameRenderer implements Renderer {
    @Override
    public String render(List<RestoreReport> reports) {
        return reports.stream()
                .map(report -> "restorereport.restore.kymaros.io/"
                        + report.getMetadata().getName() + "\n")
                .collect(Collectors.joining());
    }
}
