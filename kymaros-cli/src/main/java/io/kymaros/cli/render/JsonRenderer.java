package io.kymaros.cli.render;

import io.fabric8.kubernetes.api.model.KubernetesListBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kymaros.k8s.api.RestoreReport;
import java.util.List;

/** One report as JSON, or several as a list. */
public final class JsonRenderer implements Renderer {
    @Override
    public String render(List<RestoreReport> reports) {
        Object shown = reports.size() == 1
                ? Bare.of(reports.get(0))
                : new KubernetesListBuilder()
                        .withItems(reports.stream().map(Bare::of).toArray(RestoreReport[]::new))
                        .build();
        return Serialization.asJson(shown) + "\n";
    }
}
